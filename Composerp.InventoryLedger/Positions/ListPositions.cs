using Composerp.Contracts;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.InventoryLedger.Positions;

/// <summary>GET /v1/positions: what is where, and what is coming.</summary>
internal static class ListPositions
{
    private static readonly string _listPositions = SqlFile.Of(typeof(ListPositions), "list_positions.sql");

    /// <param name="OnHand">In the house and for sale, promised goods included.</param>
    /// <param name="Reserved">Promised.</param>
    /// <param name="Damaged">In the house and for nobody.</param>
    /// <param name="Value">What all goods of the item there and on their way there are worth.</param>
    /// <param name="InTransit">Under way to the location.</param>
    /// <param name="OnOrder">Of approved purchase orders, less what was received against them.</param>
    /// <param name="Available">On hand and not promised.</param>
    /// <param name="Version">Grows with every change.</param>
    internal sealed record PositionView(
        string Location,
        string Sku,
        decimal OnHand,
        decimal Reserved,
        decimal Available,
        decimal Damaged,
        decimal InTransit,
        decimal OnOrder,
        decimal Value,
        long Version);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/positions", HandleAsync)
        .WithName(nameof(ListPositions))
        .WithSummary("Stock per item and location: on hand, in transit, on order.")
        .WithTags("Positions")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<Page<PositionView>>, ProblemHttpResult>> HandleAsync(
        string? location, string? sku, string? after, int? limit, NpgsqlDataSource database, CancellationToken token)
    {
        if (Page.Refusal(limit) is { } refusal)
        {
            return refusal;
        }

        // Codes have no slash, so it separates the two of the cursor.
        if (after?.Split('/') is not (null or [_, _]))
        {
            return TypedResults.Problem(LedgerProblem.UnknownCursor());
        }

        var from = after?.Split('/');
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(
            connection,
            _listPositions,
            Sql.Text(location),
            ShardOf(location),
            Sql.Text(sku),
            ShardOf(from?[0]),
            Sql.Text(from?[0]),
            Sql.Text(from?[1]),
            Sql.Of(Page.Limit(limit) + 1));
        await using var rows = await command.ExecuteReaderAsync(token);
        var positions = new List<PositionView>();

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
                OnOrder: rows.Quantity(6),
                Value: rows.Money(8),
                Version: rows.GetInt64(9)));
        }

        return TypedResults.Ok(Page.Of(positions, Page.Limit(limit), position => $"{position.Location}/{position.Sku}"));
    }

    private static NpgsqlParameter ShardOf(string? location) =>
        Sql.Of(location is null ? null : checked((short)Shards.OfLocation(location)), NpgsqlDbType.Smallint);
}
