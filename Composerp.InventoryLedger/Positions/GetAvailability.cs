using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.InventoryLedger.Positions;

/// <summary>GET /v1/availability/{sku}: where an item is, over all locations.</summary>
internal static class GetAvailability
{
    // More than there are locations.
    private const int LocationsMax = 100_000;

    private static readonly string _findItem = SqlFile.Of(typeof(GetAvailability), "find_item.sql");

    internal sealed record Availability(string Sku, Amounts Totals, IReadOnlyList<LocationAmounts> Locations);

    internal sealed record Amounts(
        decimal OnHand, decimal Reserved, decimal Available, decimal Damaged, decimal InTransit, decimal OnOrder);

    internal sealed record LocationAmounts(
        string Location,
        string? Kind,
        decimal OnHand,
        decimal Reserved,
        decimal Available,
        decimal Damaged,
        decimal InTransit,
        decimal OnOrder);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/availability/{sku}", HandleAsync)
        .WithName(nameof(GetAvailability))
        .WithSummary("One item at every location that has it, had it or awaits it, with totals.")
        .WithTags("Positions")
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<Availability>, ProblemHttpResult>> HandleAsync(
        string sku, NpgsqlDataSource database, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, _findItem, Sql.Of(sku));

        if (await command.ExecuteScalarAsync(token) is null)
        {
            return TypedResults.Problem(LedgerProblem.NotFound("item"));
        }

        var places = await PlaceReads.ListAsync(connection, new(Sku: sku), null, LocationsMax, token);
        var stock = await Stock.ReadAsync(connection, places, token);
        var locations = stock.ConvertAll(one => Of(one.Position, one.LocationKind));

        return TypedResults.Ok(new Availability(sku, Total(locations), locations));
    }

    private static LocationAmounts Of(PositionView position, string? kind) => new(
        position.Location,
        kind,
        position.OnHand,
        position.Reserved,
        position.Available,
        position.Damaged,
        position.InTransit,
        position.OnOrder);

    private static Amounts Total(List<LocationAmounts> locations) => new(
        locations.Sum(location => location.OnHand),
        locations.Sum(location => location.Reserved),
        locations.Sum(location => location.Available),
        locations.Sum(location => location.Damaged),
        locations.Sum(location => location.InTransit),
        locations.Sum(location => location.OnOrder));
}
