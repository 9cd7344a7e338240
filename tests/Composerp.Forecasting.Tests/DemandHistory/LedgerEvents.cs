using System.Text.Json.Serialization.Metadata;
using Composerp.Contracts;
using Composerp.ServiceDefaults.EventLog;

namespace Composerp.Forecasting.Tests.DemandHistory;

/// <summary>Events as the inventory ledger logs them, numbered per shard.</summary>
internal sealed class LedgerEvents
{
    private static readonly DateTimeOffset _recordedAt = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<int, long> _sequences = [];

    /// <summary>Noon, UTC.</summary>
    public static DateTimeOffset Noon(int day) => new(2026, 3, day, 12, 0, 0, TimeSpan.Zero);

    public static MovementLineV1 Line(string location, string sku, string account, decimal quantity, DateTimeOffset? occurredAt = null) =>
        new(location, sku, account, quantity, OccurredAt: occurredAt);

    public LoggedEvent Item(string sku, string name = "", string? category = null) => Event(
        Shards.MasterData, EventTypes.ItemChanged, new ItemChangedV1(sku, name, "each", category), ContractsJson.Default.ItemChangedV1);

    public LoggedEvent Location(string code, string timeZone = "UTC") => Event(
        Shards.OfLocation(code),
        EventTypes.LocationChanged,
        new LocationChangedV1(code, code, "store", timeZone, AllowsNegative: false),
        ContractsJson.Default.LocationChangedV1);

    public LoggedEvent Sale(string location, string sku, decimal quantity, DateTimeOffset occurredAt) => Movement(
        MovementKinds.Sale,
        occurredAt,
        Line(location, sku, Accounts.OnHand, -quantity),
        Line(location, sku, Accounts.Customer, quantity));

    public LoggedEvent Return(string location, string sku, decimal quantity, DateTimeOffset occurredAt) => Movement(
        MovementKinds.CustomerReturn,
        occurredAt,
        Line(location, sku, Accounts.Customer, -quantity),
        Line(location, sku, Accounts.OnHand, quantity));

    public LoggedEvent Movement(string kind, DateTimeOffset occurredAt, params MovementLineV1[] lines) => Event(
        Shards.OfLocation(lines[0].Location),
        EventTypes.MovementPosted,
        new MovementPostedV1($"{Guid.CreateVersion7()}", kind, occurredAt, _recordedAt, 1, 1, lines),
        ContractsJson.Default.MovementPostedV1);

    public LoggedEvent Zeros(string location, params (string Sku, DateOnly Date)[] zeros) => Event(
        Shards.OfLocation(location),
        EventTypes.DemandObserved,
        new DemandObservedV1(location, [.. zeros.Select(zero => new ZeroDemandV1(zero.Sku, zero.Date))]),
        ContractsJson.Default.DemandObservedV1);

    public LoggedEvent Event<T>(int shard, string type, T data, JsonTypeInfo<T> json)
    {
        var sequence = _sequences[shard] = _sequences.GetValueOrDefault(shard) + 1;

        return new(shard, sequence, type, _recordedAt, NewEvent.Of(type, data, json).Data);
    }
}
