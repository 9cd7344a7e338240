using Composerp.Contracts;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Keeps locations, and logs every change of one in its own shard, so that it precedes its movements there.</summary>
internal sealed class LocationStore(NpgsqlDataSource database, EventSignal events)
{
    private static readonly string _upsertLocations = SqlFile.Of<LocationStore>("upsert_locations.sql");
    private static readonly string _listLocations = SqlFile.Of<LocationStore>("list_locations.sql");

    /// <summary>Makes the locations what their changes say, all or none.</summary>
    /// <param name="changes">At most one per location.</param>
    /// <param name="isTrial">Only say what would come of it now.</param>
    /// <returns>Those that are new or different now; only these are logged.</returns>
    public async Task<IReadOnlySet<string>> PutAsync(IReadOnlyList<LocationChange> changes, bool isTrial, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);

        // Under the shards' locks no movement is decided by the rules of yesterday.
        var changedAt = await ShardLocks.TakeAsync(connection, changes.Select(change => Shards.OfLocation(change.Code)), token);
        var locations = await ApplyAsync(connection, changes, token);
        var changed = await UpsertAsync(connection, locations, changedAt, token);

        if (!isTrial)
        {
            await LogAsync(transaction, locations, changed, token);
            await transaction.CommitAsync(token);
            events.Wake();
        }

        return changed;
    }

    public async Task<Location?> FindAsync(string code, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);

        return (await ListAsync(connection, [code], null, 1, token)).SingleOrDefault();
    }

    public async Task<List<Location>> ListAsync(string? after, int limit, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);

        return await ListAsync(connection, null, after, limit, token);
    }

    /// <summary>What tells of the location in the log.</summary>
    public static NewEvent Log(Location location) => NewEvent.Of(
        EventTypes.LocationChanged,
        new LocationChangedV1(
            location.Code, location.Name, location.Kind, location.TimeZone, location.AllowsNegative, location.GoLive),
        ContractsJson.Default.LocationChangedV1);

    private static async Task<IReadOnlyList<(Location Location, string? Actor)>> ApplyAsync(
        NpgsqlConnection connection, IReadOnlyList<LocationChange> changes, CancellationToken token)
    {
        var stored = await ListAsync(connection, [.. changes.Select(change => change.Code)], null, changes.Count, token);
        var byCode = stored.ToDictionary(location => location.Code, StringComparer.Ordinal);

        return [.. changes.Select(change => (change.Change(byCode.GetValueOrDefault(change.Code)), change.Actor))];
    }

    private static async Task LogAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<(Location Location, string? Actor)> locations,
        HashSet<string> changed,
        CancellationToken token)
    {
        var byShard = from row in locations
                      where changed.Contains(row.Location.Code)
                      group Log(row.Location) by row.Location.Shard into shard
                      orderby shard.Key
                      select shard;

        foreach (var shard in byShard)
        {
            await EventTable.AppendAsync(transaction, shard.Key, [.. shard], token);
        }
    }

    private static async Task<List<Location>> ListAsync(
        NpgsqlConnection connection, string[]? codes, string? after, int limit, CancellationToken token)
    {
        await using var command = Sql.Command(connection, _listLocations, Sql.Of(codes, NpgsqlDbType.Array | NpgsqlDbType.Text), Sql.Text(after), Sql.Of(limit));
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
}

/// <param name="Change">What the location becomes of what it is; null: there is none yet.</param>
internal sealed record LocationChange(string Code, string? Actor, Func<Location?, Location> Change)
{
    public static LocationChange To(Location location, string? actor) => new(location.Code, actor, _ => location);
}
