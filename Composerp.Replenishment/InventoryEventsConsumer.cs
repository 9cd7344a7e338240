using Composerp.Contracts;
using Composerp.Replenishment.LeadTimes;
using Composerp.Replenishment.Positions;
using Composerp.Replenishment.PurchaseOrders;
using Composerp.ServiceDefaults.EventLog;
using Npgsql;

namespace Composerp.Replenishment;

/// <summary>Keeps items, locations, stock and open orders in step with the ledger.</summary>
/// <remarks>
/// A receipt raises stock and lowers what is on order in one transaction: no plan sees the goods twice, or not at all.
/// </remarks>
internal sealed class InventoryEventsConsumer : IEventHandler
{
    public async Task ApplyAsync(IReadOnlyList<LoggedEvent> events, NpgsqlTransaction transaction, CancellationToken token)
    {
        var items = new List<(ItemChangedV1, long)>();
        var locations = new List<(LocationChangedV1, long)>();
        var movements = new List<MovementPostedV1>(events.Count);
        var openings = new List<(OpeningBalancesStatedV1 Opening, DateTimeOffset StatedAt)>();

        foreach (var logged in events)
        {
            switch (logged.Type)
            {
                case EventTypes.ItemChanged:
                    items.Add((logged.Read(ContractsJson.Default.ItemChangedV1), logged.Sequence));
                    break;

                case EventTypes.LocationChanged:
                    locations.Add((logged.Read(ContractsJson.Default.LocationChangedV1), logged.Sequence));
                    break;

                case EventTypes.MovementPosted:
                    movements.Add(logged.Read(ContractsJson.Default.MovementPostedV1));
                    break;

                case EventTypes.OpeningBalancesStated:
                    openings.Add((logged.Read(ContractsJson.Default.OpeningBalancesStatedV1), logged.RecordedAt));
                    break;
            }
        }

        await MasterDataStore.ApplyAsync(items, transaction, token);
        await MasterDataStore.ApplyAsync(locations, transaction, token);
        await StockStore.ApplyAsync(movements, openings.Select(one => one.Opening), transaction, token);
        await DailyFacts.ApplyAsync(movements, openings, transaction, token);

        if (movements.Count > 0)
        {
            // When the ledger heard of them: an order's changes are dated alike, however often they are applied.
            var heardAt = movements.Max(movement => movement.RecordedAt).ToUniversalTime();
            var grown = await ReceiptStore.ApplyAsync(movements, heardAt, transaction, token);
            await LeadTimeStore.MeasureAsync(grown, heardAt, transaction, token);
        }
    }
}
