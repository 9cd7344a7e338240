using Composerp.Contracts;
using Composerp.ServiceDefaults.EventLog;

namespace Composerp.Replenishment.Tests.World;

/// <summary>What happened at stores on days of the past.</summary>
internal static class Sales
{
    public static LoggedEvent SellOn(this TheLedger ledger, DateOnly day, string location, string sku, decimal quantity) => ledger.Post(
        MovementKinds.Sale, location, null,
        ledger.Line(location, sku, Accounts.OnHand, -quantity, occurredAt: NoonOf(day)),
        new(location, sku, Accounts.Customer, quantity, OccurredAt: NoonOf(day)));

    public static LoggedEvent ReceiveOn(this TheLedger ledger, DateOnly day, string location, string sku, decimal quantity) => ledger.Post(
        MovementKinds.Receipt, location, null,
        ledger.Line(location, sku, Accounts.OnHand, quantity, occurredAt: NoonOf(day)),
        new(location, sku, Accounts.Supplier, -quantity, OccurredAt: NoonOf(day)));

    private static DateTimeOffset NoonOf(DateOnly day) => new(day, new(12, 0), TimeSpan.Zero);
}
