using Composerp.InventoryLedger.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.InventoryLedger.Items;

/// <summary>PUT /v1/items/{sku} and POST /v1/items: make items what is given; the same again changes nothing.</summary>
internal static class PutItems
{
    private const int ItemsMax = 10_000;

    internal sealed record ItemBody(
        string Name, string? Unit = null, string? Category = null, decimal? UnitCost = null, string? Actor = null);

    internal sealed record ItemRow(
        string Sku, string Name, string? Unit = null, string? Category = null, decimal? UnitCost = null, string? Actor = null);

    /// <param name="Changed">Those that are new or different now.</param>
    internal sealed record PutResult(int Items, int Changed);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/v1/items/{sku}", PutAsync)
            .WithName("PutItem")
            .WithSummary("Makes an item what is given; the same again changes nothing.")
            .WithTags("Items")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes.MapPost("/v1/items", PostAsync)
            .WithName(nameof(PutItems))
            .WithSummary("Makes up to 10,000 items what is given, all or none.")
            .WithTags("Items")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<Item>, ProblemHttpResult>> PutAsync(
        string sku, ItemBody body, ItemStore items, CancellationToken token)
    {
        var item = new Item(sku, body.Name, body.Unit ?? Item.UnitDefault, body.Category, body.UnitCost);

        if (item.Errors("").Concat(ActorErrors(body.Actor, "")).ToArray() is { Length: > 0 } errors)
        {
            return TypedResults.Problem(LedgerProblem.Of(StatusCodes.Status422UnprocessableEntity, errors));
        }

        await items.PutAsync([(item, body.Actor)], token);

        return TypedResults.Ok(item);
    }

    private static async Task<Results<Ok<PutResult>, ProblemHttpResult>> PostAsync(
        IReadOnlyList<ItemRow> body, ItemStore items, CancellationToken token)
    {
        if (body.Count > ItemsMax)
        {
            return TypedResults.Problem(LedgerProblem.Of(
                StatusCodes.Status422UnprocessableEntity, "too-many-items", $"At most {ItemsMax} items are put at once."));
        }

        var given = body.Select(row => new Item(row.Sku, row.Name, row.Unit ?? Item.UnitDefault, row.Category, row.UnitCost)).ToArray();
        var repeated = given.Select((item, n) => (item.Sku, n)).GroupBy(row => row.Sku).SelectMany(same => same.Skip(1))
            .Select(row => new FieldError($"[{row.n}].sku", "repeated-sku", $"The item {row.Sku} is given twice."));
        var errors = given.SelectMany((item, n) => item.Errors($"[{n}]."))
            .Concat(body.SelectMany((row, n) => ActorErrors(row.Actor, $"[{n}].")))
            .Concat(repeated)
            .ToArray();

        if (errors.Length > 0)
        {
            return TypedResults.Problem(LedgerProblem.Of(StatusCodes.Status422UnprocessableEntity, errors));
        }

        var changed = await items.PutAsync([.. given.Zip(body, (item, row) => (item, row.Actor))], token);

        return TypedResults.Ok(new PutResult(given.Length, changed));
    }

    private static IEnumerable<FieldError> ActorErrors(string? actor, string path) =>
        actor is null || Codes.IsText(actor, Codes.TextLengthMax)
            ? []
            : [new($"{path}actor", "bad-text", LedgerReasons.BadText(Codes.TextLengthMax))];
}
