using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Orders;

namespace Composerp.Replenishment.Tests.Domain.Orders;

public sealed class ApprovalTests
{
    [Theory]
    [InlineData("bob", null)]
    [InlineData("ann", "self-approval")]
    public void Who_made_it_does_not_approve_it(string actor, string? refusal) =>
        Assert.Equal(refusal, Approval.FirstRefusal(AnOrder(100), actor, null)?.Type);

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(1_000.0001, false)]
    public void The_limit_itself_may_be_approved(double amount, bool isAllowed) =>
        Assert.Equal(isAllowed, Approval.FirstRefusal(AnOrder((decimal)amount), "bob", [new(null, 1_000)]) is null);

    [Fact]
    public void The_limit_for_a_supplier_goes_before_the_general_one()
    {
        Assert.NotNull(Approval.FirstRefusal(AnOrder(100), "bob", [new(null, null), new("ACME", 50)]));
        Assert.Null(Approval.FirstRefusal(AnOrder(100), "bob", [new(null, 0), new("ACME", null)]));
        Assert.NotNull(Approval.FirstRefusal(AnOrder(100), "bob", [new("BOLTS", null)]));
    }

    [Fact]
    public void Where_limits_are_kept_nobody_without_one_approves() =>
        Assert.Equal("approval-limit-exceeded", Approval.FirstRefusal(AnOrder(1), "bob", [])?.Type);

    private static PurchaseOrder AnOrder(decimal amount) => new(
        "PO-1", OrderKinds.Purchase, "ACME", null, "S1", PurchaseOrderStatus.Proposed, "ann", null, ["ann"], null, null, null, null, null, 1, 0, 0,
        [new("bolt", 1, 0, amount, new(2026, 3, 9))]);
}
