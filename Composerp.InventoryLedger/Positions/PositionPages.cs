using Npgsql;

namespace Composerp.InventoryLedger.Positions;

/// <summary>Reads positions page by page.</summary>
/// <remarks>
/// A page costs about the same whatever is asked for: it ends after so many places were looked at, also where few of them,
/// or none, were what was asked for. The next page goes on from there.
/// </remarks>
internal sealed class PositionPages(NpgsqlDataSource database)
{
    private const int LookedAtMax = 5_000;

    private const int LookedAtOnce = 500;

    public Task<Page<PositionView>> ReadAsync(PositionFilter filter, Place? after, int limit, CancellationToken token) => ReadAsync<PositionView>(
        filter,
        after,
        limit,
        async (connection, places) =>
            [.. (await Stock.ReadAsync(connection, places, token)).Where(filter.Holds).Select(stock => stock.Position)],
        position => new Place(position.Location, position.Sku),
        token);

    /// <param name="read">What is asked for of some places, in their order.</param>
    public async Task<Page<T>> ReadAsync<T>(
        PositionFilter filter,
        Place? after,
        int limit,
        Func<NpgsqlConnection, IReadOnlyList<Place>, Task<List<T>>> read,
        Func<T, Place> placeOf,
        CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        var atOnce = filter.IsSelective ? Math.Max(LookedAtOnce, limit + 1) : limit + 1;
        var found = new List<T>();

        for (var lookedAt = 0; lookedAt < LookedAtMax; lookedAt += atOnce)
        {
            var places = await PlaceReads.ListAsync(connection, filter, after, atOnce, token);
            found.AddRange(places.Count > 0 ? await read(connection, places) : []);

            if (found.Count > limit)
            {
                return new([.. found.Take(limit)], placeOf(found[limit - 1]).Cursor);
            }

            if (places.Count < atOnce)
            {
                return new(found);
            }

            after = places[^1];
        }

        return new(found, after?.Cursor);
    }
}
