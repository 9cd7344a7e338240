using Composerp.Contracts;
using Composerp.InventoryLedger.Journal;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Locations;

/// <summary>Keeps locations, and logs every change of one in its own shard, so that it precedes its movements there.</summary>
internal sealed class LocationStore(NpgsqlDataSource database, EventSignal events)
{
    private static readonly string _upsertLocations = SqlFile.Of<LocationStore>("upsert_locations.sql");
    private static readonly string _listLocations = SqlFile.Of<LocationStore>("list_locations.sql");

    /// <summary>Makes the locations what is given, all or none.</summary>
    /// <returns>How many are new or different now; only these are logged.</returns>
    public async Task<int> PutAsync(IReadOnlyList<(Location Location, string? Actor)> locations, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);

        // Under the shards' locks no movement is decided by the rules of yesterday.
        var changedAt = await ShardLocks.TakeAsync(connection, locations.Select(row => row.Location.Shard), token);
        var changed = await UpsertAsync(connection, locations, changedAt, token);
        var byShard = from row in locations
                      where changed.Contains(row.Location.Code)
                      group Log(row.Location) by row.Location.Shard into shard
                      orderby shard.Key
                      select shard;

        foreach (var shard in byShard)
        {
            await EventTable.AppendAsync(transaction, shard.Key, [.. shard], token);
        }

        await transaction.CommitAsync(token);
        events.Wake();

        return changed.Count;
    }

    public async Task<Location?> FindAsync(string code, CancellationToken token) =>
        (await ListAsync(code, null, 1, token)).SingleOrDefault();

    public Task<List<Location>> ListAsync(string? after, int limit, CancellationToken token) => ListAsync(null, after, limit, token);

    private async Task<List<Location>> ListAsync(string? code, string? after, int limit, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, _listLocations, Sql.Text(code), Sql.Text(after), Sql.Of(limit));
        await using var rows = await command.ExecuteReaderAsync(token);
        var locations = new List<Location>();

        while (await rows.ReadAsync(token))
        {
            locations.Add(new(
                rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetBoolean(4), rows.Find<DateOnly>(5)));
        }

        return locations;
    }

    private static async Task<HashSet<string>> UpsertAsync(
        NpgsqlConnection connection,
        IReadOnlyList<(Location Location, string? Actor)> locations,
        DateTimeOffset changedAt,
        CancellationToken token)
    {
        await using var command = Sql.Command(
            connection,
            _upsertLocations,
            Sql.Of<string[]>([.. locations.Select(row => row.Location.Code)]),
            Sql.Of<string[]>([.. locations.Select(row => row.Location.Name)]),
            Sql.Of<string[]>([.. locations.Select(row => row.Location.Kind)]),
            Sql.Of<string[]>([.. locations.Select(row => row.Location.TimeZone)]),
            Sql.Of<bool[]>([.. locations.Select(row => row.Location.AllowsNegative)]),
            Sql.Of<DateOnly?[]>([.. locations.Select(row => row.Location.GoLive)]),
            Sql.Of<short[]>([.. locations.Select(row => checked((short)row.Location.Shard))]),
            Sql.Of<string?[]>([.. locations.Select(row => row.Actor)]),
            Sql.Of(changedAt));
        await using var rows = await command.ExecuteReaderAsync(token);
        var changed = new HashSet<string>(StringComparer.Ordinal);

        while (await rows.ReadAsync(token))
        {
            changed.Add(rows.GetString(0));
        }

        return changed;
    }

    private static NewEvent Log(Location location) => NewEvent.Of(
        EventTypes.LocationChanged,
        new LocationChangedV1(
            location.Code, location.Name, location.Kind, location.TimeZone, location.AllowsNegative, location.GoLive),
        ContractsJson.Default.LocationChangedV1);
}
