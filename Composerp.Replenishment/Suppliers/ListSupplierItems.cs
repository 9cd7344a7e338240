using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Replenishment.Suppliers;

/// <summary>GET /v1/supplier-items, and the items of one supplier.</summary>
internal static class ListSupplierItems
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/v1/supplier-items", ListAsync)
            .WithName(nameof(ListSupplierItems))
            .WithSummary("What suppliers deliver, by supplier and item.")
            .WithTags("Suppliers")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        routes
            .MapGet("/v1/suppliers/{code}/items", (string code, [AsParameters] PageRequest page, SupplierStore suppliers, CancellationToken token) =>
                ListAsync(code, null, page, suppliers, token))
            .WithName("ListItemsOfSupplier")
            .WithSummary("What one supplier delivers.")
            .WithTags("Suppliers")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        routes
            .MapGet("/v1/suppliers/{code}/items/{sku}", FindAsync)
            .WithName("FindSupplierItem")
            .WithSummary("The terms on which a supplier delivers an item.")
            .WithTags("Suppliers")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<SupplierItem>>, ProblemHttpResult>> ListAsync(
        string? supplier, string? sku, [AsParameters] PageRequest page, SupplierStore suppliers, CancellationToken token)
    {
        if (page.Read(out var after, 2) is { } refusal)
        {
            return refusal;
        }

        var rows = await suppliers.ListItemsAsync(supplier, sku, after[0], after[1], page.Rows + 1, token);

        return TypedResults.Ok(Page<SupplierItem>.Of(rows, page, item => [item.Supplier, item.Sku]));
    }

    private static async Task<Results<Ok<SupplierItem>, ProblemHttpResult>> FindAsync(
        string code, string sku, SupplierStore suppliers, CancellationToken token) =>
        await suppliers.ListItemsAsync(code, sku, null, null, 1, token) is [var item]
            ? TypedResults.Ok(item)
            : ReplenishmentProblem.NotFound("unknown-supplier-item", $"Nothing says that {code} delivers {sku}.");
}
