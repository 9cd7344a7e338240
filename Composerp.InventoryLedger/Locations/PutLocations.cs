using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.InventoryLedger.Locations;

/// <summary>PUT /v1/locations/{code} and POST /v1/locations: make locations what is given; the same again changes nothing.</summary>
internal static class PutLocations
{
    private const int LocationsMax = 10_000;

    internal sealed record LocationBody(
        string Name, string Kind, string? TimeZone = null, DateOnly? GoLive = null, bool AllowsNegative = false, string? Actor = null);

    internal sealed record LocationRow(
        string Code,
        string Name,
        string Kind,
        string? TimeZone = null,
        DateOnly? GoLive = null,
        bool AllowsNegative = false,
        string? Actor = null);

    /// <param name="Changed">Those that are new or different now.</param>
    internal sealed record PutResult(int Locations, int Changed);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/v1/locations/{code}", PutAsync)
            .WithName("PutLocation")
            .WithSummary("Makes a location what is given; the same again changes nothing.")
            .WithTags("Locations")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes.MapPost("/v1/locations", PostAsync)
            .WithName(nameof(PutLocations))
            .WithSummary("Makes up to 10,000 locations what is given, all or none.")
            .WithTags("Locations")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<Location>, ProblemHttpResult>> PutAsync(
        string code, LocationBody body, LocationStore locations, CancellationToken token)
    {
        var location = new Location(
            code, body.Name, body.Kind, body.TimeZone ?? Location.TimeZoneDefault, body.AllowsNegative, body.GoLive);

        if (location.Errors("").Concat(ActorErrors(body.Actor, "")).ToArray() is { Length: > 0 } errors)
        {
            return TypedResults.Problem(LedgerProblem.Of(StatusCodes.Status422UnprocessableEntity, errors));
        }

        await locations.PutAsync([LocationChange.To(location, body.Actor)], isTrial: false, token);

        return TypedResults.Ok(location);
    }

    private static async Task<Results<Ok<PutResult>, ProblemHttpResult>> PostAsync(
        IReadOnlyList<LocationRow> body, LocationStore locations, CancellationToken token)
    {
        if (body.Count > LocationsMax)
        {
            return TypedResults.Problem(LedgerProblem.Of(
                StatusCodes.Status422UnprocessableEntity, "too-many-locations", $"At most {LocationsMax} locations are put at once."));
        }

        var given = body.Select(row => new Location(
            row.Code, row.Name, row.Kind, row.TimeZone ?? Location.TimeZoneDefault, row.AllowsNegative, row.GoLive)).ToArray();
        var repeated = given.Select((location, n) => (location.Code, n)).GroupBy(row => row.Code).SelectMany(same => same.Skip(1))
            .Select(row => new FieldError($"[{row.n}].code", "repeated-code", $"The location {row.Code} is given twice."));
        var errors = given.SelectMany((location, n) => location.Errors($"[{n}]."))
            .Concat(body.SelectMany((row, n) => ActorErrors(row.Actor, $"[{n}].")))
            .Concat(repeated)
            .ToArray();

        if (errors.Length > 0)
        {
            return TypedResults.Problem(LedgerProblem.Of(StatusCodes.Status422UnprocessableEntity, errors));
        }

        var changed = await locations.PutAsync([.. given.Zip(body, (location, row) => LocationChange.To(location, row.Actor))], isTrial: false, token);

        return TypedResults.Ok(new PutResult(given.Length, changed.Count));
    }

    private static IEnumerable<FieldError> ActorErrors(string? actor, string path) =>
        actor is null || Codes.IsText(actor, Codes.TextLengthMax)
            ? []
            : [new($"{path}actor", "bad-text", LedgerReasons.BadText(Codes.TextLengthMax))];
}
