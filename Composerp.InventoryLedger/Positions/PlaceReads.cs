using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Positions;

/// <summary>Finds the places that a filter may be about, in an order that cursors can go by.</summary>
internal static class PlaceReads
{
    private static readonly string _listPlaces = SqlFile.Of(typeof(PlaceReads), "list_places.sql");
    private static readonly string _listPlacesOfItems = SqlFile.Of(typeof(PlaceReads), "list_places_of_items.sql");
    private static readonly string _listLocationsOfKind = SqlFile.Of(typeof(PlaceReads), "list_locations_of_kind.sql");

    /// <returns>The next places, as many as asked for as long as there are.</returns>
    public static async Task<List<Place>> ListAsync(
        NpgsqlConnection connection, PositionFilter filter, Place? after, int count, CancellationToken token)
    {
        if (filter.IsOfItems)
        {
            await using var command = Sql.Command(
                connection, _listPlacesOfItems, [Sql.Text(filter.Sku), Sql.Text(filter.Category), .. After(after), Sql.Of(count)]);

            return await ReadAsync(command, token);
        }

        if (filter.Location is not null || filter.LocationKind is null)
        {
            return await ListAsync(connection, filter.Location, filter.Sku, after, count, token);
        }

        var places = new List<Place>();

        foreach (var location in await ListLocationsAsync(connection, filter.LocationKind, after?.Location, token))
        {
            places.AddRange(await ListAsync(connection, location, filter.Sku, after, count - places.Count, token));

            if (places.Count == count)
            {
                break;
            }
        }

        return places;
    }

    private static async Task<List<Place>> ListAsync(
        NpgsqlConnection connection, string? location, string? sku, Place? after, int count, CancellationToken token)
    {
        await using var command = Sql.Command(
            connection, _listPlaces, [Sql.Text(location), Sql.ShardOf(location), Sql.Text(sku), .. After(after), Sql.Of(count)]);

        return await ReadAsync(command, token);
    }

    private static NpgsqlParameter[] After(Place? after) => [Sql.ShardOf(after?.Location), Sql.Text(after?.Location), Sql.Text(after?.Sku)];

    private static async Task<List<Place>> ReadAsync(NpgsqlCommand command, CancellationToken token)
    {
        await using var rows = await command.ExecuteReaderAsync(token);
        var places = new List<Place>();

        while (await rows.ReadAsync(token))
        {
            places.Add(new(rows.GetString(1), rows.GetString(2)));
        }

        return places;
    }

    private static async Task<List<string>> ListLocationsAsync(
        NpgsqlConnection connection, string kind, string? from, CancellationToken token)
    {
        await using var command = Sql.Command(connection, _listLocationsOfKind, Sql.Text(kind), Sql.ShardOf(from), Sql.Text(from));
        await using var rows = await command.ExecuteReaderAsync(token);
        var locations = new List<string>();

        while (await rows.ReadAsync(token))
        {
            locations.Add(rows.GetString(0));
        }

        return locations;
    }
}
