using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.InventoryLedger.Items;

/// <summary>PUT /v1/items/{sku} and POST /v1/items: make items what is given; the same again changes nothing.</summary>
internal static class PutItems
{
    private const int ItemsMax = 10_000;

    /// <param name="Unit">The unit of measure that quantities are counted in; "each" by default.</param>
    /// <param name="UnitCost">Cost per unit where nothing better is known.</param>
    /// <param name="Decimals">Decimals that a quantity may have, 0 to 4; 4 by default.</param>
    /// <param name="Tracking">"none" (by default), "lot" or "serial".</param>
    /// <param name="Valuation">"moving-average" (by default) or "fifo".</param>
    /// <param name="Units">Other units of measure, with how many of the item's own one of each is: {"case": 12}.</param>
    internal sealed record ItemBody(
        string Name,
        string? Unit = null,
        string? Category = null,
        decimal? UnitCost = null,
        string? Actor = null,
        int? Decimals = null,
        string? Tracking = null,
        string? Valuation = null,
        IReadOnlyDictionary<string, decimal>? Units = null)
    {
        public Item Item(string sku) => new(
            sku,
            Name,
            Unit ?? Journal.Item.UnitDefault,
            Category,
            UnitCost,
            Decimals ?? Quantity.Decimals,
            Tracking ?? Journal.Item.TrackingDefault,
            Valuation ?? Journal.Item.ValuationDefault,
            Units);
    }

    internal sealed record ItemRow(
        string Sku,
        string Name,
        string? Unit = null,
        string? Category = null,
        decimal? UnitCost = null,
        string? Actor = null,
        int? Decimals = null,
        string? Tracking = null,
        string? Valuation = null,
        IReadOnlyDictionary<string, decimal>? Units = null)
    {
        public Item Item() => new ItemBody(Name, Unit, Category, UnitCost, Actor, Decimals, Tracking, Valuation, Units).Item(Sku);
    }

    /// <param name="Changed">Those that are new or different now.</param>
    internal sealed record PutResult(int Items, int Changed);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/v1/items/{sku}", PutAsync)
            .WithName("PutItem")
            .WithSummary("Makes an item what is given; the same again changes nothing.")
            .WithTags("Items")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes.MapPost("/v1/items", PostAsync)
            .WithName(nameof(PutItems))
            .WithSummary("Makes up to 10,000 items what is given, all or none.")
            .WithTags("Items")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<Item>, ProblemHttpResult>> PutAsync(
        string sku, ItemBody body, ItemStore items, CancellationToken token)
    {
        var item = body.Item(sku);

        if (item.Errors("").Concat(ActorErrors(body.Actor, "")).ToArray() is { Length: > 0 } errors)
        {
            return TypedResults.Problem(LedgerProblem.Of(StatusCodes.Status422UnprocessableEntity, errors));
        }

        var outcome = await items.PutAsync([ItemChange.To(item, body.Actor)], isTrial: false, token);

        return outcome.Settled.Count > 0 ? Settled(outcome.Settled, _ => "") : TypedResults.Ok(item);
    }

    private static async Task<Results<Ok<PutResult>, ProblemHttpResult>> PostAsync(
        IReadOnlyList<ItemRow> body, ItemStore items, CancellationToken token)
    {
        if (body.Count > ItemsMax)
        {
            return TypedResults.Problem(LedgerProblem.Of(
                StatusCodes.Status422UnprocessableEntity, "too-many-items", $"At most {ItemsMax} items are put at once."));
        }

        var given = body.Select(row => row.Item()).ToArray();
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

        var outcome = await items.PutAsync([.. given.Zip(body, (item, row) => ItemChange.To(item, row.Actor))], isTrial: false, token);

        return outcome.Settled.Count > 0
            ? Settled(outcome.Settled, sku => $"[{Array.FindIndex(given, item => item.Sku == sku)}].")
            : TypedResults.Ok(new PutResult(given.Length, outcome.Changed.Count));
    }

    private static ProblemHttpResult Settled(IReadOnlyList<string> skus, Func<string, string> path) => TypedResults.Problem(LedgerProblem.Of(
        StatusCodes.Status409Conflict,
        [
            .. skus.Select(sku => new FieldError($"{path(sku)}sku", "item-in-use", LedgerReasons.ItemInUse(sku))),
        ]));

    private static IEnumerable<FieldError> ActorErrors(string? actor, string path) =>
        actor is null || Codes.IsText(actor, Codes.TextLengthMax)
            ? []
            : [new($"{path}actor", "bad-text", LedgerReasons.BadText(Codes.TextLengthMax))];
}
