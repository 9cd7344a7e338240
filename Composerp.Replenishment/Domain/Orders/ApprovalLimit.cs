namespace Composerp.Replenishment.Domain.Orders;

/// <summary>How much a role may approve.</summary>
/// <param name="Supplier">null: of every supplier that no other limit of the role names, and transfers.</param>
/// <param name="AmountMax">null: any amount; 0: nothing.</param>
public sealed record ApprovalLimit(string? Supplier = null, decimal? AmountMax = null);

/// <summary>Who may approve what.</summary>
public static class Approval
{
    /// <param name="limits">Of the actor's role; null where no limits are kept at all: then everybody may approve.</param>
    /// <returns>Why the actor may not; null where they may.</returns>
    public static Violation? FirstRefusal(PurchaseOrder order, string actor, IReadOnlyList<ApprovalLimit>? limits)
    {
        if (order.MadeBy.Contains(actor))
        {
            return new("actor", "self-approval", $"{actor} made or changed {order.Number}: somebody else has to approve it.");
        }

        if (limits is null)
        {
            return null;
        }

        var limit = limits.FirstOrDefault(one => one.Supplier is not null && one.Supplier == order.Supplier)
            ?? limits.FirstOrDefault(one => one.Supplier is null);

        return limit switch
        {
            null => new("actor", "approval-limit-exceeded", $"{actor} has no role that may approve {order.Number}."),
            { AmountMax: { } most } when order.Amount > most => new(
                "actor", "approval-limit-exceeded", FormattableString.Invariant($"{actor} may approve up to {most:0.####}; {order.Number} is {order.Amount:0.####}.")),
            _ => null,
        };
    }
}
