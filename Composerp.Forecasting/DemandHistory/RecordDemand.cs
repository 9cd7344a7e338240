using Composerp.Contracts;
using Composerp.ServiceDefaults.EventLog;
using Npgsql;

namespace Composerp.Forecasting.DemandHistory;

/// <summary>Keeps items, locations, the demand per business day and the stock behind it in step with the inventory ledger.</summary>
/// <remarks>
/// The event log brings each event once, so quantities are simply added. A location's time zone is what was known when
/// the movement came: a later change moves no day that was counted.
/// </remarks>
internal sealed class RecordDemand : IEventHandler
{
    public async Task ApplyAsync(IReadOnlyList<LoggedEvent> events, NpgsqlTransaction transaction, CancellationToken token)
    {
        var store = new DemandHistoryStore(transaction);
        var contents = events.Select(ContentOf).ToArray();
        var batch = new DemandBatch(
            await store.ReadClocksAsync(LocationsOf(contents), token),
            await store.ReadSaleDaysAsync(DocumentsOf(events, contents), token));

        for (var i = 0; i < contents.Length; i++)
        {
            switch (contents[i])
            {
                case MovementPostedV1 movement:
                    batch.Add(events[i].Shard, movement);
                    break;
                case DemandObservedV1 observed:
                    batch.Add(events[i].Shard, observed);
                    break;
                case OpeningBalancesStatedV1 opening:
                    batch.Add(events[i].Shard, opening, events[i].RecordedAt);
                    break;
                case LocationChangedV1 location:
                    batch.Add(location);
                    break;
                case ItemChangedV1 item:
                    batch.Add(item);
                    break;
            }
        }

        await store.WriteAsync(batch, token);
    }

    private static object? ContentOf(LoggedEvent logged) => logged.Type switch
    {
        EventTypes.MovementPosted => logged.Read(ContractsJson.Default.MovementPostedV1),
        EventTypes.DemandObserved => logged.Read(ContractsJson.Default.DemandObservedV1),
        EventTypes.OpeningBalancesStated => logged.Read(ContractsJson.Default.OpeningBalancesStatedV1),
        EventTypes.LocationChanged => logged.Read(ContractsJson.Default.LocationChangedV1),
        EventTypes.ItemChanged => logged.Read(ContractsJson.Default.ItemChangedV1),
        _ => null,
    };

    private static string[] LocationsOf(object?[] contents) =>
    [
        .. contents.OfType<MovementPostedV1>()
            .SelectMany(movement => movement.Lines)
            .Select(line => line.Location)
            .Concat(contents.OfType<OpeningBalancesStatedV1>().SelectMany(opening => opening.Balances).Select(balance => balance.Location))
            .Distinct(),
    ];

    private static SaleDocument[] DocumentsOf(IReadOnlyList<LoggedEvent> events, object?[] contents) =>
    [
        .. events.Zip(contents)
            .SelectMany(pair => pair.Second is MovementPostedV1 movement ? SaleDays.NamedBy(pair.First.Shard, movement) : [])
            .Distinct(),
    ];
}
