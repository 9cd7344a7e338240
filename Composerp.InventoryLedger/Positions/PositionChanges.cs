using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Composerp.Contracts;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Composerp.InventoryLedger.Positions;

/// <param name="Version">Grows with every change; several changes may come as one.</param>
internal sealed record PositionChange(
    string Location, string Sku, decimal OnHand, decimal Reserved, decimal Available, decimal InTransit, long Version);

/// <param name="Head">The last sequence of a shard.</param>
/// <param name="Archived">Up to here nothing is there any more.</param>
/// <param name="HasArchived">There were entries up to there.</param>
internal readonly record struct LogBounds(long Head, long Archived, bool HasArchived);

/// <summary>Follows the log, and tells which positions changed and what they are now.</summary>
/// <remarks>
/// The log in the database is the only source: it makes no difference which replica posted, nor to which one a follower
/// comes back.
/// </remarks>
internal sealed class PositionChanges(
    NpgsqlDataSource database, IHostApplicationLifetime lifetime, TimeProvider time, IOptions<PositionChangeOptions> options)
{
    public const string Changed = "position-changed";

    public const string Heartbeat = "heartbeat";

    private const int SequencesAtOnce = 1_000;

    private static readonly string _listHeads = SqlFile.Of<PositionChanges>("list_heads.sql");
    private static readonly string _listChanges = SqlFile.Of<PositionChanges>("list_changes.sql");

    public static bool IsFollowed(short shard, string? location) => location is null || shard == Shards.OfLocation(location);

    /// <summary>Where the log of every shard ends, and where it begins.</summary>
    public async Task<Dictionary<short, LogBounds>> ListHeadsAsync(CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, _listHeads);
        await using var rows = await command.ExecuteReaderAsync(token);
        var heads = new Dictionary<short, LogBounds>();

        while (await rows.ReadAsync(token))
        {
            heads.Add(rows.GetInt16(0), new(rows.GetInt64(1), rows.GetInt64(2), rows.GetBoolean(3)));
        }

        return heads;
    }

    /// <summary>Changes after a place in the log, without end until the follower leaves or the service stops.</summary>
    /// <remarks>
    /// Who comes back with the id of the last event he got misses nothing: it is the place behind everything that was told.
    /// What a movement changed at several positions is behind only with the last of them, so some of it may be told twice.
    /// </remarks>
    public async IAsyncEnumerable<SseItem<PositionChange?>> FollowAsync(
        string? location, string? sku, LogPlace place, [EnumeratorCancellation] CancellationToken token)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(token, lifetime.ApplicationStopping);

        // At once, so that the follower knows from where he follows, and can look at the rest then.
        yield return Beat(place);
        var toldAt = time.GetTimestamp();

        do
        {
            foreach (var (shard, (head, archived, _)) in await ListHeadsAsync(token))
            {
                place[shard] = Math.Max(place[shard], archived);

                while (IsFollowed(shard, location) && place[shard] < head && !end.IsCancellationRequested)
                {
                    var to = Math.Min(place[shard] + SequencesAtOnce, head);
                    var changes = await ListChangesAsync(shard, place[shard], to, location, sku, token);

                    for (var n = 0; n < changes.Count; n++)
                    {
                        var isLastOfItsMovement = n == changes.Count - 1 || changes[n + 1].Sequence > changes[n].Sequence;
                        place[shard] = changes[n].Sequence - (isLastOfItsMovement ? 0 : 1);

                        yield return new(changes[n].Change, Changed) { EventId = place.ToString() };
                        toldAt = time.GetTimestamp();
                    }

                    place[shard] = to;
                }
            }

            if (time.GetElapsedTime(toldAt) >= options.Value.Heartbeat)
            {
                yield return Beat(place);
                toldAt = time.GetTimestamp();
            }
        }
        while (await WaitAsync(end.Token));
    }

    // Without data: browsers take the id and bother nobody.
    private static SseItem<PositionChange?> Beat(LogPlace place) => new(null, Heartbeat) { EventId = place.ToString() };

    private async Task<bool> WaitAsync(CancellationToken end)
    {
        try
        {
            await Task.Delay(options.Value.LookEvery, time, end);

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<List<(long Sequence, PositionChange Change)>> ListChangesAsync(
        short shard, long after, long to, string? location, string? sku, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        var places = new List<Place>();
        var sequences = new List<long>();

        await using (var command = Sql.Command(
            connection, _listChanges, Sql.Of(shard), Sql.Of(after), Sql.Of(to), Sql.Text(location), Sql.Text(sku)))
        await using (var rows = await command.ExecuteReaderAsync(token))
        {
            while (await rows.ReadAsync(token))
            {
                places.Add(new(rows.GetString(0), rows.GetString(1)));
                sequences.Add(rows.GetInt64(2));
            }
        }

        // Read after the log: what they are now has all of these changes in it.
        var stock = places.Count == 0 ? [] : await Stock.ReadAsync(connection, places, token);

        return [.. sequences.Zip(stock.Select(one => Of(one.Position)))];
    }

    private static PositionChange Of(PositionView position) => new(
        position.Location,
        position.Sku,
        position.OnHand,
        position.Reserved,
        position.Available,
        position.InTransit,
        position.Version);
}
