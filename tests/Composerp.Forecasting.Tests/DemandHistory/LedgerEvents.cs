using System.Text.Json.Serialization.Metadata;
using Composerp.Contracts;
using Composerp.Forecasting.DemandHistory;
using Composerp.Forecasting.Tests.Service;
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

    public LoggedEvent Location(string code, string timeZone = "UTC", DateOnly? goLive = null) => Event(
        Shards.OfLocation(code),
        EventTypes.LocationChanged,
        new LocationChangedV1(code, code, "store", timeZone, AllowsNegative: false, goLive),
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

    public LoggedEvent Movement(string kind, DateTimeOffset occurredAt, params MovementLineV1[] lines) =>
        Movement(new MovementPostedV1($"{Guid.CreateVersion7()}", kind, occurredAt, _recordedAt, 1, 1, lines));

    public LoggedEvent Movement(MovementPostedV1 movement) => Event(
        Shards.OfLocation(movement.Lines[0].Location), EventTypes.MovementPosted, movement, ContractsJson.Default.MovementPostedV1);

    public LoggedEvent Receipt(string location, string sku, decimal quantity, DateTimeOffset occurredAt) => Movement(
        MovementKinds.Receipt,
        occurredAt,
        Line(location, sku, Accounts.Supplier, -quantity),
        Line(location, sku, Accounts.OnHand, quantity));

    /// <summary>Between the customer and the shelf: sold where the quantity is above zero, brought back where it is below.</summary>
    public LoggedEvent WithDocuments(
        string kind,
        string location,
        string sku,
        decimal quantity,
        DateTimeOffset occurredAt,
        string id,
        string? reference = null,
        string? reverses = null) => Movement(new MovementPostedV1(
            id, kind, occurredAt, _recordedAt, 1, 1,
            [Line(location, sku, Accounts.OnHand, -quantity), Line(location, sku, Accounts.Customer, quantity)],
            Reference: reference, Reverses: reverses));

    public LoggedEvent Opening(params OpeningBalanceV1[] balances) => Event(
        Shards.OfLocation(balances[0].Location),
        EventTypes.OpeningBalancesStated,
        new OpeningBalancesStatedV1(balances),
        ContractsJson.Default.OpeningBalancesStatedV1);

    public LoggedEvent Zeros(string location, params (string Sku, DateOnly Date)[] zeros) => Event(
        Shards.OfLocation(location),
        EventTypes.DemandObserved,
        new DemandObservedV1(location, [.. zeros.Select(zero => new ZeroDemandV1(zero.Sku, zero.Date))]),
        ContractsJson.Default.DemandObservedV1);

    /// <summary>Applies events as the consumer of the log does, in one transaction.</summary>
    public static async Task ApplyAsync(ForecastingDatabase database, params LoggedEvent[] events)
    {
        var token = TestContext.Current.CancellationToken;
        await using var connection = await database.Source.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        await new RecordDemand().ApplyAsync(events, transaction, token);
        await transaction.CommitAsync(token);
    }

    public LoggedEvent Event<T>(int shard, string type, T data, JsonTypeInfo<T> json)
    {
        var sequence = _sequences[shard] = _sequences.GetValueOrDefault(shard) + 1;

        return new(shard, sequence, type, _recordedAt, NewEvent.Of(type, data, json).Data);
    }
}
