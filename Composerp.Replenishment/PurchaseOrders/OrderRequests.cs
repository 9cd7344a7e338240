using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Orders;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.PurchaseOrders;

/// <param name="Quantity">With expectedOn, or alone for the earliest day; not beside deliveries.</param>
/// <param name="UnitCost">The supplier's, or for a transfer the item's, where left out.</param>
/// <param name="Deliveries">Where the goods are to come on several days.</param>
internal sealed record LineRequest(
    string Sku,
    decimal? Quantity = null,
    decimal? UnitCost = null,
    DateOnly? ExpectedOn = null,
    IReadOnlyList<OrderDelivery>? Deliveries = null);

/// <summary>Lines as people send them, completed with what the supplier's terms say.</summary>
internal static class OrderRequests
{
    private static readonly string FindOrderTerms = SqlFile.Of(typeof(OrderRequests), "find_order_terms.sql");

    /// <returns>The lines as wanted, or why they cannot be ordered.</returns>
    public static async Task<(IReadOnlyList<WantedLine> Lines, ProblemHttpResult? Refusal)> CompleteAsync(
        NpgsqlTransaction transaction, IReadOnlyList<LineRequest> lines, string? supplier, string location, DateTimeOffset now, CancellationToken token)
    {
        var calendar = await SupplyCalendars.FindAsync(transaction.Statement, supplier, location, token);

        if (calendar.LocationTimeZone is null)
        {
            return ([], ReplenishmentProblem.Invalid(new("location", "unknown-location", $"The ledger has not told of a location {location}.")));
        }

        var terms = (await transaction.Statement(FindOrderTerms)
            .With(supplier).With(location).With(lines.Select(line => line.Sku).Distinct().ToArray())
            .ListAsync(
                row => new Terms(row.GetString(0), row.GetBoolean(1), row.Optional<int?>(2), row.Optional<decimal?>(3)), token))
            .ToDictionary(row => row.Sku);
        var wanted = new List<WantedLine>(lines.Count);

        foreach (var (index, line) in lines.Index())
        {
            var known = terms[line.Sku];
            var expectedOn = line.ExpectedOn
                ?? (known.LeadTimeDays is { } days && calendar.FindOrderDay(now) is { } orderDay ? calendar.ExpectedOn(orderDay, days) : null);

            if (FirstViolation(line, known, expectedOn, supplier) is { } violation)
            {
                return ([], Invalid(index + 1, violation));
            }

            wanted.Add(new(
                line.Sku,
                line.UnitCost ?? known.UnitCost ?? 0,
                line.Deliveries ?? (expectedOn is { } day && line.Quantity is { } quantity ? [new(day, quantity)] : [])));
        }

        return OrderLines.FirstViolation(wanted) is var (row, wrong) ? ([], Invalid(row, wrong)) : (wanted, null);
    }

    public static ProblemHttpResult Invalid(int row, Violation violation) =>
        row == 0 ? ReplenishmentProblem.Invalid(violation) : ReplenishmentProblem.InvalidRows([new(row, violation)]);

    private static Violation? FirstViolation(LineRequest line, Terms known, DateOnly? expectedOn, string? supplier) => line switch
    {
        _ when !known.IsItemKnown => new("sku", "unknown-item", $"The ledger has not told of an item {line.Sku}."),
        { Deliveries: not null, Quantity: not null } or { Deliveries: not null, ExpectedOn: not null } =>
            new("deliveries", "ambiguous-deliveries", "A line has a quantity and a day, or deliveries."),
        { Deliveries: null, Quantity: null } => new("quantity", "missing-quantity", "A line has a quantity, or deliveries."),
        _ when supplier is not null && known.UnitCost is null && line.UnitCost is null =>
            new("unitCost", "missing-unit-cost", $"{supplier} has no terms for {line.Sku}: say what it costs."),
        { Deliveries: null } when expectedOn is null =>
            new("expectedOn", "missing-day", "Nothing says how long this takes: say when it is expected."),
        _ => null,
    };

    private sealed record Terms(string Sku, bool IsItemKnown, int? LeadTimeDays, decimal? UnitCost);
}
