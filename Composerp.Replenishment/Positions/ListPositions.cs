using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Positions;

/// <summary>GET /v1/positions: the supply that planning sees.</summary>
internal static class ListPositions
{
    private static readonly string Sql = SqlFile.Of(typeof(ListPositions), "list_positions.sql");

    /// <param name="Committed">Promised to other locations by transfers that are not ended, and not shipped yet.</param>
    /// <param name="Position">On hand, in transit and on order together, less what is committed.</param>
    internal sealed record Answer(
        string Location, string Sku, decimal OnHand, decimal InTransit, decimal OnOrder, decimal Committed, decimal Position);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/positions", HandleAsync)
        .WithName(nameof(ListPositions))
        .WithSummary("Stock positions by location and item: on hand, in transit, on order, promised to others.")
        .WithTags("Positions")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<Page<Answer>>, ProblemHttpResult>> HandleAsync(
        string? location, string? sku, [AsParameters] PageRequest page, NpgsqlDataSource database, CancellationToken token)
    {
        if (page.Read(out var after, 2) is { } refusal)
        {
            return refusal;
        }

        var rows = await database.Statement(Sql)
            .With(location).With(sku).With(after[0]).With(after[1]).With(page.Rows + 1)
            .ListAsync(Row, token);

        return TypedResults.Ok(Page<Answer>.Of(rows, page, row => [row.Location, row.Sku]));
    }

    private static Answer Row(NpgsqlDataReader row)
    {
        var position = new StockPosition(row.GetDecimal(2), row.GetDecimal(3), row.GetDecimal(4)) { Committed = row.GetDecimal(5) };

        return new(row.GetString(0), row.GetString(1), position.OnHand, position.InTransit, position.OnOrder, position.Committed, position.Total);
    }
}
