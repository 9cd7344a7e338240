using System.ComponentModel;
using System.Globalization;
using Composerp.Replenishment.Domain.Exceptions;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Exceptions;

/// <summary>GET /v1/exceptions: what planners should look at, the most money at risk first.</summary>
internal static class ListExceptions
{
    private static readonly string Sql = SqlFile.Of(typeof(ListExceptions), "list_exceptions.sql");

    internal sealed record Filter(
        [property: Description("stock-out-now, will-stock-out, excess, dead-stock, late-order or unreliable-supplier; all where left out.")] string? Kind,
        string? Location,
        string? Sku,
        string? Supplier,
        [property: Description("The category of the item.")] string? Category,
        [property: Description("Only what this run found.")] Guid? PlanningRun);

    /// <param name="PlanningRun">The newest run that looked at it.</param>
    /// <param name="Units">That will be short, are too many, are dead or late.</param>
    /// <param name="Money">At risk, at cost; absent where no cost is known, and then ranked last.</param>
    /// <param name="Day">On which stock runs out, the newest sale was, or the order should have come.</param>
    internal sealed record Answer(
        string Kind,
        string? Location,
        string? Sku,
        string? Category,
        string? Supplier,
        string? Order,
        decimal? Units,
        decimal? Money,
        DateOnly? Day,
        string Reason,
        string Advice,
        Guid PlanningRun);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/exceptions", HandleAsync)
        .WithName(nameof(ListExceptions))
        .WithSummary("What the newest plan found that a planner should look at, with what to do; the most money at risk first.")
        .WithTags("Exceptions")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<Page<Answer>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] Filter filter, [AsParameters] PageRequest page, NpgsqlDataSource database, CancellationToken token)
    {
        if (page.Read(out var after, 2) is { } refusal)
        {
            return refusal;
        }

        if (filter.Kind is { } kind && !ConcernKinds.All.Contains(kind))
        {
            return ReplenishmentProblem.Malformed("kind", $"An exception is {string.Join(", ", ConcernKinds.All)}.");
        }

        decimal? afterRank = null;
        long? afterId = null;

        if (after is [{ } rankText, { } idText])
        {
            if (!decimal.TryParse(rankText, NumberStyles.Number, CultureInfo.InvariantCulture, out var rank)
                || !long.TryParse(idText, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                return ReplenishmentProblem.Malformed("after", "This is not a cursor of this list.");
            }

            (afterRank, afterId) = (rank, id);
        }

        var rows = await database.Statement(Sql)
            .With(filter.Kind).With(filter.Location).With(filter.Sku).With(filter.Supplier).With(filter.Category).With(filter.PlanningRun)
            .With(afterRank).With(afterId).With(page.Rows + 1)
            .ListAsync(Row, token);
        var found = Page<(long Id, decimal Rank, Answer Answer)>.Of(
            rows, page, row => [row.Rank.ToString(CultureInfo.InvariantCulture), row.Id.ToString(CultureInfo.InvariantCulture)]);

        return TypedResults.Ok(new Page<Answer>([.. found.Items.Select(row => row.Answer)], found.Next));
    }

    private static (long Id, decimal Rank, Answer Answer) Row(NpgsqlDataReader row) => (row.GetInt64(0), row.GetDecimal(1), new(
        row.GetString(3),
        row.Optional<string>(4),
        row.Optional<string>(5),
        row.Optional<string>(6),
        row.Optional<string>(7),
        row.Optional<string>(8),
        row.Optional<decimal?>(9),
        row.Optional<decimal?>(10),
        row.Optional<DateOnly?>(11),
        row.GetString(12),
        row.GetString(13),
        row.GetGuid(2)));
}
