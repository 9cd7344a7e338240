using Composerp.Replenishment.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Composerp.Replenishment.Policies;

/// <summary>PUT /v1/policies/{location}/{sku} and POST /v1/policies: by which rule items at locations are ordered.</summary>
internal static class PutPolicies
{
    /// <param name="Kind">"min-max" with minimum and maximum, or "order-up-to" with serviceLevel and reviewDays.</param>
    internal sealed record Request(
        string Kind,
        string Supplier,
        decimal? Minimum = null,
        decimal? Maximum = null,
        double? ServiceLevel = null,
        int? ReviewDays = null,
        string? Actor = null);

    internal sealed record Row(
        string Location,
        string Sku,
        string Kind,
        string Supplier,
        decimal? Minimum = null,
        decimal? Maximum = null,
        double? ServiceLevel = null,
        int? ReviewDays = null);

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
        var fields = new PolicyFields(
            request.Kind, request.Supplier, request.Minimum, request.Maximum, request.ServiceLevel, request.ReviewDays);

        if ((Violation(key, fields) ?? Codes.OptionalTextViolation("actor", request.Actor)) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        if ((await suppliers.FindUnknownAsync([fields.Supplier], token)).Count > 0)
        {
            return ReplenishmentProblem.Invalid(new("supplier", "unknown-supplier", $"There is no supplier {fields.Supplier}."));
        }

        await policies.PutAsync([(key, fields)], request.Actor, token);

        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> PostAsync(
        IReadOnlyList<Row?> rows, [FromQuery] string? actor, PolicyStore policies, SupplierCodes suppliers, CancellationToken token)
    {
        if (Codes.OptionalTextViolation("actor", actor) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        var violations = BulkRows.Violations(rows, "sku", row => KeyOf(row), row => Violation(KeyOf(row), FieldsOf(row)));

        if (violations.Count > 0)
        {
            return ReplenishmentProblem.InvalidRows(violations);
        }

        var stored = rows.OfType<Row>().Select(row => (KeyOf(row), FieldsOf(row))).ToList();
        var unknown = await suppliers.FindUnknownAsync(stored.Select(policy => policy.Item2.Supplier), token);

        if (unknown.Count > 0)
        {
            return ReplenishmentProblem.UnknownSuppliers(stored.Select(policy => policy.Item2.Supplier), unknown);
        }

        await policies.PutAsync(stored, actor, token);

        return TypedResults.Ok(new Answer(stored.Count));
    }

    private static Violation? Violation(ItemLocation key, PolicyFields fields) =>
        Codes.CodeViolation("location", key.Location) ?? Codes.CodeViolation("sku", key.Sku) ?? fields.FirstViolation();

    private static ItemLocation KeyOf(Row row) => new(row.Location, row.Sku);

    private static PolicyFields FieldsOf(Row row) =>
        new(row.Kind, row.Supplier, row.Minimum, row.Maximum, row.ServiceLevel, row.ReviewDays);
}
