using System.ComponentModel;
using Composerp.InventoryLedger.Journal;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.InventoryLedger.Positions;

/// <summary>GET /v1/positions/as-of: what was where at a past moment.</summary>
internal static class ListPositionsAsOf
{
    private static readonly string _readStockOccurred = SqlFile.Of(typeof(ListPositionsAsOf), "read_stock_occurred.sql");
    private static readonly string _readStockRecorded = SqlFile.Of(typeof(ListPositionsAsOf), "read_stock_recorded.sql");

    /// <param name="Value">What all goods of the item there and on their way there were worth.</param>
    internal sealed record PastPositionView(
        string Location,
        string Sku,
        decimal OnHand,
        decimal Reserved,
        decimal Available,
        decimal Damaged,
        decimal InTransit,
        decimal Value);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/positions/as-of", HandleAsync)
        .WithName(nameof(ListPositionsAsOf))
        .WithSummary("Stock and its value per item and location at a past moment, by when things happened or by what was known.")
        .WithTags("Positions")
        .WithDescription("Positions that had no entry yet are left out.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status410Gone);

    private static async Task<Results<Ok<Page<PastPositionView>>, ProblemHttpResult>> HandleAsync(
        [Description("An instant, or a date: the end of that business day by the clock of each location.")] Moment asOf,
        [Description(Axis.Description)] Axis? axis,
        [Description("Code of a location.")] string? location,
        [Description("Code of an item.")] string? sku,
        [Description("Category of items.")] string? category,
        [Description(ListPositions.AfterDescription)] string? after,
        [Description(ListPositions.LimitDescription)] int? limit,
        PositionPages positions,
        Archive archive,
        CancellationToken token)
    {
        if (Page.Refusal(limit) is { } refusal)
        {
            return refusal;
        }

        if (!Place.TryReadCursor(after, out var from))
        {
            return TypedResults.Problem(LedgerProblem.UnknownCursor());
        }

        var sql = axis is { IsRecorded: true } ? _readStockRecorded : _readStockOccurred;

        var page = await positions.ReadAsync(
            new(location, Sku: sku, Category: category),
            from,
            Page.Limit(limit),
            (connection, places) => ReadAsync(connection, sql, places, category, asOf, token),
            position => new Place(position.Location, position.Sku),
            token);

        return await archive.RefusalAsync(token, asOf) is { } archived ? archived : TypedResults.Ok(page);
    }

    private static async Task<List<PastPositionView>> ReadAsync(
        NpgsqlConnection connection, string sql, IReadOnlyList<Place> places, string? category, Moment asOf, CancellationToken token)
    {
        await using var command = Sql.Command(
            connection, sql, [.. Place.Columns(places), Sql.Instant(asOf.Instant), Sql.Day(asOf.Day), Sql.Text(category)]);
        await using var rows = await command.ExecuteReaderAsync(token);
        var positions = new List<PastPositionView>();

        while (await rows.ReadAsync(token))
        {
            positions.Add(new(
                rows.GetString(0),
                rows.GetString(1),
                OnHand: rows.Quantity(2),
                Reserved: rows.Quantity(3),
                Available: rows.Quantity(2) - rows.Quantity(3),
                Damaged: rows.Quantity(4),
                InTransit: rows.Quantity(5),
                Value: rows.Money(6)));
        }

        return positions;
    }
}
