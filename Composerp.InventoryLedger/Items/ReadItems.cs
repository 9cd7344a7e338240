using Composerp.InventoryLedger.Journal;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.InventoryLedger.Items;

/// <summary>GET /v1/items and /v1/items/{sku}.</summary>
internal static class ReadItems
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/items", ListAsync)
            .WithName("ListItems")
            .WithSummary("Items by SKU, all or those of a category.")
            .WithTags("Items")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        routes.MapGet("/v1/items/{sku}", GetAsync)
            .WithName("GetItem")
            .WithSummary("One item.")
            .WithTags("Items")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> ListAsync(
        string? category, string? after, int? limit, ItemStore items, CancellationToken token) =>
        Page.Refusal(limit) is { } refusal
            ? refusal
            : TypedResults.Ok(Page.Of(await items.ListAsync(category, after, Page.Limit(limit) + 1, token), Page.Limit(limit), item => item.Sku));

    private static async Task<Results<Ok<Item>, ProblemHttpResult>> GetAsync(string sku, ItemStore items, CancellationToken token) =>
        await items.FindAsync(sku, token) is { } item
            ? TypedResults.Ok(item)
            : TypedResults.Problem(LedgerProblem.NotFound("item"));
}
