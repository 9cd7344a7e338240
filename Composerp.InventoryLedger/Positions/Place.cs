using Composerp.Contracts;
using Npgsql;

namespace Composerp.InventoryLedger.Positions;

/// <summary>An item at a location.</summary>
internal readonly record struct Place(string Location, string Sku)
{
    // Codes have no slash, so it separates the two.
    public string Cursor => $"{Location}/{Sku}";

    public static bool TryReadCursor(string? after, out Place? place)
    {
        place = after?.Split('/') is [var location, var sku] ? new(location, sku) : null;

        return after is null || place is not null;
    }

    /// <summary>Parallel arrays of shards, locations and SKUs.</summary>
    public static NpgsqlParameter[] Columns(IReadOnlyList<Place> places) =>
    [
        Sql.Of<short[]>([.. places.Select(place => checked((short)Shards.OfLocation(place.Location)))]),
        Sql.Of<string[]>([.. places.Select(place => place.Location)]),
        Sql.Of<string[]>([.. places.Select(place => place.Sku)]),
    ];
}
