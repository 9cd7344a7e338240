using Composerp.Contracts;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Forecasting.DemandHistory;

/// <summary>Writes what the ledger told, set by set, in the consumer's transaction.</summary>
internal sealed class DemandHistoryStore(NpgsqlTransaction transaction)
{
    private static readonly string ReadClocks = SqlFile.Of<DemandHistoryStore>("read_clocks.sql");
    private static readonly string ReadSaleDays = SqlFile.Of<DemandHistoryStore>("read_sale_days.sql");
    private static readonly string UpsertItems = SqlFile.Of<DemandHistoryStore>("upsert_items.sql");
    private static readonly string UpsertLocations = SqlFile.Of<DemandHistoryStore>("upsert_locations.sql");
    private static readonly string ExtendLocations = SqlFile.Of<DemandHistoryStore>("extend_locations.sql");
    private static readonly string ExtendSeries = SqlFile.Of<DemandHistoryStore>("extend_series.sql");
    private static readonly string AddSaleDays = SqlFile.Of<DemandHistoryStore>("add_sale_days.sql");
    private static readonly string ForgetSaleDays = SqlFile.Of<DemandHistoryStore>("forget_sale_days.sql");
    private static readonly string AddDemand = SqlFile.Of<DemandHistoryStore>("add_demand.sql");

    public async Task<Dictionary<string, LocationClock>> ReadClocksAsync(string[] locations, CancellationToken token)
    {
        var clocks = new Dictionary<string, LocationClock>();

        if (locations.Length == 0)
        {
            return clocks;
        }

        await using var command = new NpgsqlCommand(ReadClocks, transaction.Connection, transaction)
        {
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = locations } },
        };
        await using var rows = await command.ExecuteReaderAsync(token);

        while (await rows.ReadAsync(token))
        {
            clocks.Add(rows.GetString(0), ClockOf(rows));
        }

        return clocks;
    }

    public async Task<Dictionary<SaleDocument, DateOnly>> ReadSaleDaysAsync(SaleDocument[] documents, CancellationToken token)
    {
        var days = new Dictionary<SaleDocument, DateOnly>();

        if (documents.Length == 0)
        {
            return days;
        }

        await using var command = new NpgsqlCommand(ReadSaleDays, transaction.Connection, transaction)
        {
            Parameters =
            {
                ArrayOf(documents, document => (short)document.Shard),
                ArrayOf(documents, document => document.Hash),
            },
        };
        await using var rows = await command.ExecuteReaderAsync(token);

        while (await rows.ReadAsync(token))
        {
            days.Add(new(rows.GetInt16(0), rows.GetInt64(1)), DayOf(rows));
        }

        return days;
    }

    public async Task WriteAsync(DemandBatch batch, CancellationToken token)
    {
        await using var commands = new NpgsqlBatch(transaction.Connection, transaction);

        if (batch.Items.Count > 0)
        {
            commands.BatchCommands.Add(ItemsCommand([.. batch.Items.Values.OrderBy(item => item.Sku, StringComparer.Ordinal)]));
        }

        if (batch.Locations.Count > 0)
        {
            commands.BatchCommands.Add(
                LocationsCommand([.. batch.Locations.Values.OrderBy(location => location.Code, StringComparer.Ordinal)]));
        }

        if (batch.Demand.Count > 0)
        {
            AddDemandCommands(commands, batch.Demand);
        }

        StockCommands.Add(commands, batch.Stock);
        AddSaleDayCommands(commands, batch.SaleDays);

        if (commands.BatchCommands.Count > 0)
        {
            await commands.ExecuteNonQueryAsync(token);
        }
    }

    private static LocationClock ClockOf(NpgsqlDataReader row) =>
        LocationClock.Of(row.GetString(0), row.GetString(1), row.GetFieldValue<DateOnly?>(2));

    private static DateOnly DayOf(NpgsqlDataReader row) => row.GetFieldValue<DateOnly>(2);

    private static NpgsqlBatchCommand ItemsCommand(ItemChangedV1[] items) => new(UpsertItems)
    {
        Parameters =
        {
            ArrayOf(items, item => item.Sku),
            ArrayOf(items, item => item.Name),
            ArrayOf(items, item => item.Category),
            ArrayOf(items, item => item.Unit),
            ArrayOf(items, item => item.UnitCost),
        },
    };

    private static NpgsqlBatchCommand LocationsCommand(LocationChangedV1[] locations) => new(UpsertLocations)
    {
        Parameters =
        {
            ArrayOf(locations, location => location.Code),
            ArrayOf(locations, location => (short)Shards.OfLocation(location.Code)),
            ArrayOf(locations, location => location.Name),
            ArrayOf(locations, location => location.Kind),
            ArrayOf(locations, location => location.TimeZone),
            ArrayOf(locations, location => location.GoLive),
        },
    };

    private static void AddDemandCommands(NpgsqlBatch commands, Dictionary<DemandKey, long> demand)
    {
        var keys = demand.Keys.ToArray();
        Array.Sort(keys);

        commands.BatchCommands.Add(new(ExtendLocations)
        {
            Parameters = { ArrayOf(keys, key => key.Location), ArrayOf(keys, key => key.Day) },
        });
        commands.BatchCommands.Add(new(ExtendSeries)
        {
            Parameters =
            {
                ArrayOf(keys, key => (short)key.Shard),
                ArrayOf(keys, key => key.Location),
                ArrayOf(keys, key => key.Sku),
                ArrayOf(keys, key => key.Day),
            },
        });
        commands.BatchCommands.Add(new(AddDemand)
        {
            Parameters =
            {
                ArrayOf(keys, key => (short)key.Shard),
                ArrayOf(keys, key => key.Location),
                ArrayOf(keys, key => key.Sku),
                ArrayOf(keys, key => key.Day),
                ArrayOf(keys, key => demand[key]),
            },
        });
    }

    private static void AddSaleDayCommands(NpgsqlBatch commands, SaleDays days)
    {
        if (days.Added.Count == 0)
        {
            return;
        }

        var documents = days.Added.OrderBy(sale => sale.Key.Shard).ThenBy(sale => sale.Key.Hash).ToArray();

        commands.BatchCommands.Add(new(AddSaleDays)
        {
            Parameters =
            {
                ArrayOf(documents, sale => (short)sale.Key.Shard),
                ArrayOf(documents, sale => sale.Key.Hash),
                ArrayOf(documents, sale => sale.Value),
            },
        });
        commands.BatchCommands.Add(new(ForgetSaleDays)
        {
            Parameters =
            {
                new NpgsqlParameter<DateOnly> { TypedValue = days.KeptFrom },
                new NpgsqlParameter<int> { TypedValue = 2 * documents.Length },
            },
        });
    }

    internal static NpgsqlParameter<TColumn[]> ArrayOf<TRow, TColumn>(TRow[] rows, Func<TRow, TColumn> column) =>
        new() { TypedValue = Array.ConvertAll(rows, row => column(row)) };
}
