using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Ordering;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Composerp.Replenishment.Policies;

/// <summary>PUT and DELETE /v1/parameter-overrides/{location}/{sku}/{parameter}, POST /v1/parameter-overrides.</summary>
internal static class PutOverride
{
    /// <param name="ExpiresOn">The first day on which the calculated number holds again.</param>
    internal sealed record Request(decimal Value, string Reason, DateOnly ExpiresOn, string Actor);

    internal sealed record Row(string Location, string Sku, string Parameter, decimal Value, string Reason, DateOnly ExpiresOn)
    {
        internal ItemLocation Key => new(Location, Sku);

        internal ParameterOverride Entered => new(Value, Reason, ExpiresOn);
    }

    internal sealed record Answer(int Stored);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPut("/v1/parameter-overrides/{location}/{sku}/{parameter}", PutAsync)
            .WithName(nameof(PutOverride))
            .WithSummary("Enters a number instead of the calculated one, with its reason, until the day on which it expires.")
            .WithTags("Policies")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes
            .MapPost("/v1/parameter-overrides", PostAsync)
            .WithName("PutOverrides")
            .WithSummary("Enters up to 10,000 numbers: all of them, or none.")
            .WithTags("Policies")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes
            .MapDelete("/v1/parameter-overrides/{location}/{sku}/{parameter}", DeleteAsync)
            .WithName("DeleteOverride")
            .WithSummary("Ends an entered number before it expires: the calculated one holds again.")
            .WithTags("Policies")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutAsync(
        string location, string sku, string parameter, Request request, OverrideStore overrides, CancellationToken token)
    {
        var row = new Row(location, sku, parameter, request.Value, request.Reason, request.ExpiresOn);

        if ((FirstViolation(row) ?? Codes.TextViolation("actor", request.Actor)) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        await overrides.PutAsync([(row.Key, parameter, row.Entered)], request.Actor, token);

        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> PostAsync(
        IReadOnlyList<Row?> rows, [FromQuery] string actor, OverrideStore overrides, CancellationToken token)
    {
        if (Codes.TextViolation("actor", actor) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        var violations = BulkRows.Violations(rows, "parameter", row => (row.Key, row.Parameter), FirstViolation);

        if (violations.Count > 0)
        {
            return ReplenishmentProblem.InvalidRows(violations);
        }

        var entered = rows.OfType<Row>().Select(row => (row.Key, row.Parameter, row.Entered)).ToList();
        await overrides.PutAsync(entered, actor, token);

        return TypedResults.Ok(new Answer(entered.Count));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string location, string sku, string parameter, OverrideStore overrides, CancellationToken token) =>
        await overrides.DeleteAsync(new(location, sku), parameter, token)
            ? TypedResults.NoContent()
            : ReplenishmentProblem.NotFound("unknown-override", $"Nobody entered a {parameter} for {sku} at {location}.");

    private static Violation? FirstViolation(Row row) =>
        Codes.CodeViolation("location", row.Location)
        ?? Codes.CodeViolation("sku", row.Sku)
        ?? (ParameterNames.All.Contains(row.Parameter)
            ? null
            : new Violation("parameter", "unknown-parameter", $"A parameter is {string.Join(", ", ParameterNames.All)}."))
        ?? Quantity.Violation("value", row.Value)
        ?? (row is { Parameter: "order-quantity", Value: 0 } ? new Violation("value", "quantity-zero", "The order quantity is above 0.") : null)
        ?? Codes.TextViolation("reason", row.Reason);
}
