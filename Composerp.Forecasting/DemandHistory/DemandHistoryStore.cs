using Composerp.Contracts;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Forecasting.DemandHistory;

/// <summary>Writes what the ledger told, set by set, in the consumer's transaction.</summary>
internal sealed class DemandHistoryStore(NpgsqlTransaction transaction)
{
    private static readonly string ReadTimeZones = SqlFile.Of<DemandHistoryStore>("read_time_zones.sql");
    private static readonly string UpsertItems = SqlFile.Of<DemandHistoryStore>("upsert_items.sql");
    private static readonly string UpsertLocations = SqlFile.Of<DemandHistoryStore>("upsert_locations.sql");
    private static readonly string ExtendLocations = SqlFile.Of<DemandHistoryStore>("extend_locations.sql");
    private static readonly string ExtendSeries = SqlFile.Of<DemandHistoryStore>("extend_series.sql");
    private static readonly string AddDemand = SqlFile.Of<DemandHistoryStore>("add_demand.sql");

    public async Task<Dictionary<string, TimeZoneInfo>> ReadTimeZonesAsync(string[] locations, CancellationToken token)
    {
        var zones = new Dictionary<string, TimeZoneInfo>();

        if (locations.Length == 0)
        {
            return zones;
        }

        await using var command = new NpgsqlCommand(ReadTimeZones, transaction.Connection, transaction)
        {
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = locations } },
        };
        await using var rows = await command.ExecuteReaderAsync(token);

        while (await rows.ReadAsync(token))
        {
            zones.Add(rows.GetString(0), DemandBatch.ZoneOf(rows.GetString(0), rows.GetString(1)));
        }

        return zones;
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

        if (commands.BatchCommands.Count > 0)
        {
            await commands.ExecuteNonQueryAsync(token);
        }
    }

    private static NpgsqlBatchCommand ItemsCommand(ItemChangedV1[] items) => new(UpsertItems)
    {
        Parameters =
        {
            ArrayOf(items, item => item.Sku),
            ArrayOf(items, item => item.Name),
            ArrayOf(items, item => item.Category),
            ArrayOf(items, item => item.Unit),
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

    private static NpgsqlParameter<TColumn[]> ArrayOf<TRow, TColumn>(TRow[] rows, Func<TRow, TColumn> column) =>
        new() { TypedValue = Array.ConvertAll(rows, row => column(row)) };
}
