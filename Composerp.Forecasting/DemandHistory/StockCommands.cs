using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using static Composerp.Forecasting.DemandHistory.DemandHistoryStore;

namespace Composerp.Forecasting.DemandHistory;

/// <summary>The statements that write what a batch changes about stock.</summary>
internal static class StockCommands
{
    private static readonly string OpenStock = SqlFile.Of<StockBatch>("open_stock.sql");
    private static readonly string MoveStock = SqlFile.Of<StockBatch>("move_stock.sql");
    private static readonly string AddStockChanges = SqlFile.Of<StockBatch>("add_stock_changes.sql");
    private static readonly string AddToProfiles = SqlFile.Of<StockBatch>("add_to_profiles.sql");

    public static void Add(NpgsqlBatch commands, StockBatch stock)
    {
        // Before the changes: what is stated of a series that moves in the same batch was so before it moved.
        if (stock.Openings.Count > 0)
        {
            AddOpenings(commands, stock.Openings);
        }

        if (stock.Changes.Count > 0)
        {
            AddChanges(commands, stock.Changes);
        }

        if (stock.Sales.Count > 0)
        {
            AddSales(commands, stock.Sales);
        }
    }

    private static void AddOpenings(NpgsqlBatch commands, Dictionary<DemandKey, OpenedStock> openings)
    {
        var keys = openings.Keys.ToArray();
        Array.Sort(keys);

        commands.BatchCommands.Add(new(OpenStock)
        {
            Parameters =
            {
                ArrayOf(keys, key => (short)key.Shard),
                ArrayOf(keys, key => key.Location),
                ArrayOf(keys, key => key.Sku),
                ArrayOf(keys, key => openings[key].Quantity),
                ArrayOf(keys, key => openings[key].Day),
            },
        });
    }

    private static void AddChanges(NpgsqlBatch commands, Dictionary<StockKey, long> changes)
    {
        var keys = changes.Keys.ToArray();
        Array.Sort(keys);

        var (shards, locations, skus) = (ArrayOf(keys, key => (short)key.Day.Shard), ArrayOf(keys, key => key.Day.Location), ArrayOf(keys, key => key.Day.Sku));
        var (days, amounts) = (ArrayOf(keys, key => key.Day.Day), ArrayOf(keys, key => changes[key]));

        commands.BatchCommands.Add(new(MoveStock)
        {
            Parameters = { shards, locations, skus, days, amounts },
        });
        commands.BatchCommands.Add(new(AddStockChanges)
        {
            Parameters =
            {
                shards.Clone(), locations.Clone(), skus.Clone(), days.Clone(), ArrayOf(keys, key => key.Slot), amounts.Clone(),
            },
        });
    }

    private static void AddSales(NpgsqlBatch commands, Dictionary<(int Shard, string Location, short Slot), long> sales)
    {
        var rows = sales.OrderBy(row => row.Key.Shard).ThenBy(row => row.Key.Location, StringComparer.Ordinal).ThenBy(row => row.Key.Slot).ToArray();

        commands.BatchCommands.Add(new(AddToProfiles)
        {
            Parameters =
            {
                ArrayOf(rows, row => (short)row.Key.Shard),
                ArrayOf(rows, row => row.Key.Location),
                ArrayOf(rows, row => row.Key.Slot),
                ArrayOf(rows, row => row.Value),
            },
        });
    }
}
