using System.Text.Json.Serialization;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Policies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Composerp.Replenishment.Policies;

/// <summary>PUT /v1/policies/{location}/{sku} and POST /v1/policies: by which rule items at locations are ordered.</summary>
internal static class PutPolicies
{
    internal sealed record Request : PolicyTerms
    {
        public string? Actor { get; init; }
    }

    internal sealed record Row : PolicyTerms
    {
        public required string Location { get; init; }

        public required string Sku { get; init; }

        [JsonIgnore]
        public ItemLocation Key => new(Location, Sku);
    }

    internal sealed record Answer(int Stored);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPut("/v1/policies/{location}/{sku}", PutAsync)
            .WithName("PutPolicy")
            .WithSummary("Creates or changes the policy of an item at a location.")
            .WithDescription("Item and location may be new: until the ledger has told of them, planning runs skip them and say so.")
            .WithTags("Policies")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes
            .MapPost("/v1/policies", PostAsync)
            .WithName(nameof(PutPolicies))
            .WithSummary("Creates or changes up to 10,000 policies: all of them, or none.")
            .WithTags("Policies")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutAsync(
        string location, string sku, Request request, PolicyStore policies, SupplierCodes suppliers, CancellationToken token)
    {
        var key = new ItemLocation(location, sku);

        if ((Violation(key, request) ?? Codes.OptionalTextViolation("actor", request.Actor)) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        if (request.Supplier is { } supplier && (await suppliers.FindUnknownAsync([supplier], token)).Count > 0)
        {
            return ReplenishmentProblem.Invalid(new("supplier", "unknown-supplier", $"There is no supplier {supplier}."));
        }

        await policies.PutAsync([PolicyStore.RuleOf(key, request)], request.Actor, token);

        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> PostAsync(
        IReadOnlyList<Row?> rows, [FromQuery] string? actor, PolicyStore policies, SupplierCodes suppliers, CancellationToken token)
    {
        if (Codes.OptionalTextViolation("actor", actor) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        var violations = BulkRows.Violations(rows, "sku", row => row.Key, row => Violation(row.Key, row));

        if (violations.Count > 0)
        {
            return ReplenishmentProblem.InvalidRows(violations);
        }

        var stored = rows.OfType<Row>().ToList();
        var unknown = await suppliers.FindUnknownAsync(stored.Select(row => row.Supplier).OfType<string>(), token);

        if (unknown.Count > 0)
        {
            return ReplenishmentProblem.UnknownSuppliers(stored.Select(row => row.Supplier ?? ""), unknown);
        }

        await policies.PutAsync([.. stored.Select(row => PolicyStore.RuleOf(row.Key, row))], actor, token);

        return TypedResults.Ok(new Answer(stored.Count));
    }

    private static Violation? Violation(ItemLocation key, PolicyTerms terms) =>
        Codes.CodeViolation("location", key.Location) ?? Codes.CodeViolation("sku", key.Sku) ?? terms.FirstViolation();
}
