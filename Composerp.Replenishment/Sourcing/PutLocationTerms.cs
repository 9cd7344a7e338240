using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Allocation;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Sourcing;

/// <summary>PUT, GET and DELETE /v1/location-terms/{location}: how it shares a shortage, and how much room it has.</summary>
internal static class PutLocationTerms
{
    private static readonly string PutSql = SqlFile.Of(typeof(PutLocationTerms), "put_location_terms.sql");
    private static readonly string FindSql = SqlFile.Of(typeof(PutLocationTerms), "find_location_terms.sql");
    private static readonly string DeleteSql = SqlFile.Of(typeof(PutLocationTerms), "delete_location_terms.sql");

    /// <param name="ShareRule">proportional, equal-cover or priority: how those whom it feeds share what is short. Left out: proportional.</param>
    /// <param name="StorageVolume">Cubic metres; left out: nothing limits it.</param>
    internal sealed record Request(string? ShareRule = null, decimal? StorageVolume = null, string? Actor = null);

    internal sealed record Answer(string Location, string ShareRule, decimal? StorageVolume, string? ChangedBy, DateTimeOffset ChangedAt);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPut("/v1/location-terms/{location}", PutAsync)
            .WithName(nameof(PutLocationTerms))
            .WithSummary("Says how a location shares a shortage among those whom it feeds, and how much room it has.")
            .WithTags("Sourcing")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes
            .MapGet("/v1/location-terms/{location}", FindAsync)
            .WithName("FindLocationTerms")
            .WithSummary("How a location shares a shortage, and how much room it has.")
            .WithTags("Sourcing")
            .ProducesProblem(StatusCodes.Status404NotFound);

        routes
            .MapDelete("/v1/location-terms/{location}", DeleteAsync)
            .WithName("DeleteLocationTerms")
            .WithSummary("A location is like all others again.")
            .WithTags("Sourcing")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutAsync(
        string location, Request request, NpgsqlDataSource database, TimeProvider time, CancellationToken token)
    {
        var violation = Codes.CodeViolation("location", location)
            ?? (request.ShareRule is null || ShareRules.Find(request.ShareRule) is not null
                ? null
                : new Violation("shareRule", "unknown-share-rule", $"A shortage is shared by {string.Join(", ", ShareRules.All)}."))
            ?? Quantity.Violation("storageVolume", request.StorageVolume ?? 0)
            ?? Codes.OptionalTextViolation("actor", request.Actor);

        if (violation is not null)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        await database.Statement(PutSql)
            .With(location).With(request.ShareRule ?? ShareRules.Proportional).With(request.StorageVolume).With(request.Actor).With(time.GetUtcNow())
            .RunAsync(token);

        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> FindAsync(string location, NpgsqlDataSource database, CancellationToken token) =>
        await database.Statement(FindSql).With(location).FindAsync(
            row => new Answer(
                row.GetString(0), row.GetString(1), row.Optional<decimal?>(2), row.Optional<string>(3), row.GetFieldValue<DateTimeOffset>(4)),
            token) is { } terms
            ? TypedResults.Ok(terms)
            : Unknown(location);

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string location, NpgsqlDataSource database, CancellationToken token) =>
        await database.Statement(DeleteSql).With(location).RunAsync(token) > 0 ? TypedResults.NoContent() : Unknown(location);

    private static ProblemHttpResult Unknown(string location) =>
        ReplenishmentProblem.NotFound("unknown-location-terms", $"Nothing is said of the location {location}.");
}
