using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Replenishment.Suppliers;

/// <summary>GET /v1/suppliers and /v1/suppliers/{code}.</summary>
internal static class ListSuppliers
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/v1/suppliers", ListAsync)
            .WithName(nameof(ListSuppliers))
            .WithSummary("Suppliers by code.")
            .WithTags("Suppliers")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        routes
            .MapGet("/v1/suppliers/{code}", FindAsync)
            .WithName("FindSupplier")
            .WithSummary("One supplier.")
            .WithTags("Suppliers")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<Supplier>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, SupplierStore suppliers, CancellationToken token)
    {
        if (page.Read(out var after, 1) is { } refusal)
        {
            return refusal;
        }

        var rows = await suppliers.ListAsync(null, after[0], page.Rows + 1, token);

        return TypedResults.Ok(Page<Supplier>.Of(rows, page, supplier => [supplier.Code]));
    }

    private static async Task<Results<Ok<Supplier>, ProblemHttpResult>> FindAsync(
        string code, SupplierStore suppliers, CancellationToken token) =>
        await suppliers.ListAsync(code, null, 1, token) is [var supplier]
            ? TypedResults.Ok(supplier)
            : ReplenishmentProblem.NotFound("unknown-supplier", $"There is no supplier {code}.");
}
