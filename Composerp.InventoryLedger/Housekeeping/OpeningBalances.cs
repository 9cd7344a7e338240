using Composerp.Contracts;
using Composerp.InventoryLedger.Journal;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Housekeeping;

/// <summary>States in a shard's log what its locations and positions are, for who will begin to read there.</summary>
/// <remarks>
/// Page by page, each under the shard's lock: a page tells what its positions are where it stands. Movements come in between;
/// who reads all from the first page on knows every position in the end, whatever of it came first.
/// </remarks>
internal sealed class OpeningBalances(NpgsqlDataSource database, EventSignal events)
{
    /// <summary>What posting waits for is a few milliseconds.</summary>
    private const int PageSize = 500;

    private static readonly string _skipRange = SqlFile.Of<OpeningBalances>("skip_range.sql");
    private static readonly string _findHead = SqlFile.Of<OpeningBalances>("find_head.sql");
    private static readonly string _listLocations = SqlFile.Of<OpeningBalances>("list_locations_of_shard.sql");
    private static readonly string _listBalances = SqlFile.Of<OpeningBalances>("list_balances.sql");

    /// <param name="through">The last sequence of what is to be archived. A shard without entries goes on behind it.</param>
    /// <returns>The sequence of the first event; null where the shard has no entries, and nothing is left to be prepared.</returns>
    public async Task<long?> StateAsync(short shard, long through, CancellationToken token)
    {
        var (start, hasEntries) = await StateLocationsAsync(shard, through, token);

        for (long? after = 0; hasEntries && after is { } last;)
        {
            after = await StateBalancesAsync(shard, last, token);
        }

        events.Wake();

        return hasEntries ? start : null;
    }

    private async Task<(long Start, bool HasEntries)> StateLocationsAsync(short shard, long through, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        await ShardLocks.TakeAsync(connection, [shard], token);
        await using var skip = Sql.Command(connection, _skipRange, Sql.Of(shard), Sql.Of(through));
        var isSkipped = await skip.ExecuteScalarAsync(token) is true;
        await using var head = Sql.Command(connection, _findHead, Sql.Of(shard));
        var start = (await head.ExecuteScalarAsync(token) as long? ?? 0) + 1;
        var locations = await ListLocationsAsync(connection, shard, token);

        if (locations.Count > 0)
        {
            await EventTable.AppendAsync(transaction, shard, [.. locations.Select(LocationStore.Log)], token);
        }

        await transaction.CommitAsync(token);

        return (start, !isSkipped);
    }

    /// <returns>The last position of the page; null where it is the last page.</returns>
    private async Task<long?> StateBalancesAsync(short shard, long after, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        await ShardLocks.TakeAsync(connection, [shard], token);
        var (balances, last) = await ListBalancesAsync(connection, shard, after, token);

        if (balances.Count > 0)
        {
            var stated = NewEvent.Of(
                EventTypes.OpeningBalancesStated, new OpeningBalancesStatedV1(balances), ContractsJson.Default.OpeningBalancesStatedV1);
            await EventTable.AppendAsync(transaction, shard, [stated], token);
            await transaction.CommitAsync(token);
        }

        return balances.Count == PageSize ? last : null;
    }

    private static async Task<List<Location>> ListLocationsAsync(NpgsqlConnection connection, short shard, CancellationToken token)
    {
        await using var command = Sql.Command(connection, _listLocations, Sql.Of(shard));
        await using var rows = await command.ExecuteReaderAsync(token);
        var locations = new List<Location>();

        while (await rows.ReadAsync(token))
        {
            locations.Add(new(
                rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetBoolean(4), rows.Find<DateOnly>(5)));
        }

        return locations;
    }

    private static async Task<(List<OpeningBalanceV1> Balances, long Last)> ListBalancesAsync(
        NpgsqlConnection connection, short shard, long after, CancellationToken token)
    {
        await using var command = Sql.Command(connection, _listBalances, Sql.Of(shard), Sql.Of(after), Sql.Of(PageSize));
        await using var rows = await command.ExecuteReaderAsync(token);
        var balances = new List<OpeningBalanceV1>();

        while (await rows.ReadAsync(token))
        {
            after = rows.GetInt64(0);
            balances.Add(new(
                rows.GetString(1),
                rows.GetString(2),
                rows.GetString(3),
                rows.Quantity(4),
                rows.GetInt64(5),
                rows.Money(6),
                rows.GetString(7) is { Length: > 0 } lot ? lot : null,
                rows.Find<DateOnly>(8)));
        }

        return (balances, after);
    }
}
