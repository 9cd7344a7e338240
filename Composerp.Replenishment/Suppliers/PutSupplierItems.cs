using Composerp.Replenishment.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Composerp.Replenishment.Suppliers;

/// <summary>PUT /v1/suppliers/{code}/items/{sku} and POST /v1/supplier-items: what suppliers deliver, and on which terms.</summary>
internal static class PutSupplierItems
{
    /// <param name="MinimumQuantity">0 where left out: no minimum.</param>
    /// <param name="OrderMultiple">1 where left out: whole units.</param>
    /// <param name="UnitWeight">Kilograms; 0 where left out.</param>
    /// <param name="UnitVolume">Cubic metres; 0 where left out.</param>
    internal sealed record Request(
        int LeadTimeDays,
        decimal UnitCost,
        decimal? MinimumQuantity = null,
        decimal? OrderMultiple = null,
        string? Actor = null,
        decimal? UnitWeight = null,
        decimal? UnitVolume = null);

    internal sealed record Row(
        string Supplier,
        string Sku,
        int LeadTimeDays,
        decimal UnitCost,
        decimal? MinimumQuantity = null,
        decimal? OrderMultiple = null,
        decimal? UnitWeight = null,
        decimal? UnitVolume = null);

    internal sealed record Answer(int Stored);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPut("/v1/suppliers/{code}/items/{sku}", PutAsync)
            .WithName("PutSupplierItem")
            .WithSummary("Creates or changes the terms on which a supplier delivers an item.")
            .WithTags("Suppliers")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes
            .MapPost("/v1/supplier-items", PostAsync)
            .WithName(nameof(PutSupplierItems))
            .WithSummary("Creates or changes the terms of up to 10,000 items: all of them, or none.")
            .WithTags("Suppliers")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutAsync(
        string code, string sku, Request request, SupplierStore suppliers, SupplierCodes codes, CancellationToken token)
    {
        var terms = Terms(
            code, request.LeadTimeDays, request.MinimumQuantity, request.OrderMultiple, request.UnitCost, request.UnitWeight, request.UnitVolume);

        if ((Violation(sku, terms) ?? Codes.OptionalTextViolation("actor", request.Actor)) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        if ((await codes.FindUnknownAsync([code], token)).Count > 0)
        {
            return ReplenishmentProblem.NotFound("unknown-supplier", $"There is no supplier {code}.");
        }

        await suppliers.PutAsync([(sku, terms)], request.Actor, token);

        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> PostAsync(
        IReadOnlyList<Row?> rows, [FromQuery] string? actor, SupplierStore suppliers, SupplierCodes codes, CancellationToken token)
    {
        if (Codes.OptionalTextViolation("actor", actor) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        var violations = BulkRows.Violations(rows, "sku", row => (row.Supplier, row.Sku), row => Violation(row.Sku, TermsOf(row)));

        if (violations.Count > 0)
        {
            return ReplenishmentProblem.InvalidRows(violations);
        }

        var items = rows.OfType<Row>().Select(row => (row.Sku, TermsOf(row))).ToList();
        var unknown = await codes.FindUnknownAsync(items.Select(item => item.Item2.Supplier), token);

        if (unknown.Count > 0)
        {
            return ReplenishmentProblem.UnknownSuppliers(items.Select(item => item.Item2.Supplier), unknown);
        }

        await suppliers.PutAsync(items, actor, token);

        return TypedResults.Ok(new Answer(items.Count));
    }

    private static Violation? Violation(string sku, SupplyTerms terms) =>
        Codes.CodeViolation("sku", sku) ?? terms.FirstViolation();

    private static SupplyTerms TermsOf(Row row) =>
        Terms(row.Supplier, row.LeadTimeDays, row.MinimumQuantity, row.OrderMultiple, row.UnitCost, row.UnitWeight, row.UnitVolume);

    private static SupplyTerms Terms(
        string supplier, int leadTimeDays, decimal? minimum, decimal? multiple, decimal unitCost, decimal? unitWeight, decimal? unitVolume) =>
        new(supplier, leadTimeDays, minimum ?? 0, multiple ?? 1, unitCost) { UnitWeight = unitWeight ?? 0, UnitVolume = unitVolume ?? 0 };
}
