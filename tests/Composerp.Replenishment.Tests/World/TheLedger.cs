using Composerp.Contracts;
using Composerp.ServiceDefaults.EventLog;

namespace Composerp.Replenishment.Tests.World;

/// <summary>The inventory ledger at the border: keeps balances and tells of them, in the words of its events.</summary>
internal sealed class TheLedger(LogFeed feed)
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<(string Location, string Sku, string Lot, string Account), (decimal Balance, long Version)> _positions = [];
    private int _movements;

    public LogFeed Feed => feed;

    public LoggedEvent Item(string sku, string name = "An item") =>
        feed.Append(Shards.MasterData, EventTypes.ItemChanged, new(sku, name, "each"), ContractsJson.Default.ItemChangedV1);

    public LoggedEvent Location(
        string code, string timeZone = "UTC", DateOnly? goLive = null, bool allowsNegative = false, string name = "A location") =>
        feed.Append(
            Shards.OfLocation(code),
            EventTypes.LocationChanged,
            new(code, name, "store", timeZone, allowsNegative, goLive),
            ContractsJson.Default.LocationChangedV1);

    public LoggedEvent Receive(string location, string sku, decimal quantity, string? reference = null, string? lot = null, DateOnly? expiresOn = null) => Post(
        MovementKinds.Receipt, location, reference, Line(location, sku, Accounts.OnHand, quantity, lot) with { ExpiresOn = expiresOn });

    public LoggedEvent ReceiveAt(DateTimeOffset occurredAt, string location, string sku, decimal quantity, string reference) => feed.Append(
        Shards.OfLocation(location),
        EventTypes.MovementPosted,
        new(
            $"m-{++_movements}", MovementKinds.Receipt, occurredAt, occurredAt, 1, 1,
            [Line(location, sku, Accounts.OnHand, quantity)], Actor: "ann", Reference: reference),
        ContractsJson.Default.MovementPostedV1);

    public LoggedEvent Sell(string location, string sku, decimal quantity) =>
        Post(MovementKinds.Sale, location, null, Line(location, sku, Accounts.OnHand, -quantity));

    /// <summary>As the destination's shard sees it.</summary>
    public LoggedEvent Dispatch(string destination, string sku, decimal quantity) =>
        Post(MovementKinds.TransferOut, destination, null, Line(destination, sku, Accounts.InTransit, quantity));

    public LoggedEvent Arrive(string destination, string sku, decimal quantity) => Post(
        MovementKinds.TransferIn,
        destination,
        null,
        Line(destination, sku, Accounts.InTransit, -quantity),
        Line(destination, sku, Accounts.OnHand, quantity));

    public LoggedEvent Post(string kind, string location, string? reference, params MovementLineV1[] lines) => feed.Append(
        Shards.OfLocation(location),
        EventTypes.MovementPosted,
        new($"m-{++_movements}", kind, Noon, Noon, 1, 1, lines, Actor: "ann", Reference: reference),
        ContractsJson.Default.MovementPostedV1);

    public LoggedEvent State(string location, params OpeningBalanceV1[] balances) => feed.Append(
        Shards.OfLocation(location),
        EventTypes.OpeningBalancesStated,
        new(balances),
        ContractsJson.Default.OpeningBalancesStatedV1);

    /// <summary>A line with the position's next version and its balance.</summary>
    public MovementLineV1 Line(string location, string sku, string account, decimal quantity, string? lot = null, DateTimeOffset? occurredAt = null)
    {
        var key = (location, sku, lot ?? "", account);
        var (balance, version) = _positions.GetValueOrDefault(key);
        _positions[key] = (balance + quantity, version + 1);

        return new(location, sku, account, quantity, lot, occurredAt, version + 1, balance + quantity);
    }
}
