using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.InventoryLedger.Movements;

/// <summary>GET /v1/movements/summary: how many movements, and how much they moved, by kind.</summary>
internal static class SummarizeMovements
{
    private static readonly string _summarize = SqlFile.Of(typeof(SummarizeMovements), "summarize_movements.sql");

    internal sealed record Summary(IReadOnlyList<KindSummary> Items);

    /// <param name="Quantity">What left the shelf is positive by its kind; adjustments, counts and reversals are signed.</param>
    internal sealed record KindSummary(string Kind, long Movements, decimal Quantity);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/movements/summary", HandleAsync)
        .WithName(nameof(SummarizeMovements))
        .WithSummary("Movements and moved quantity by kind; dates are business days of the location, inclusive.")
        .WithTags("Movements")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status410Gone);

    private static async Task<Results<Ok<Summary>, ProblemHttpResult>> HandleAsync(
        string? kind, string? location, string? sku, DateOnly? from, DateOnly? to, NpgsqlDataSource database, Archive archive, CancellationToken token)
    {
        if (kind is not null && !LedgerNames.IsKind(kind))
        {
            return TypedResults.Problem(LedgerProblem.OfParameter("kind", LedgerReasons.Of(MovementViolation.UnknownKind)));
        }

        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(
            connection,
            _summarize,
            Sql.Text(kind),
            Sql.Text(location),
            Sql.Of(location is null ? null : checked((short)Shards.OfLocation(location)), NpgsqlDbType.Smallint),
            Sql.Text(sku),
            Sql.Of(from, NpgsqlDbType.Date),
            Sql.Of(to, NpgsqlDbType.Date));
        command.CommandTimeout = 300;
        await using var rows = await command.ExecuteReaderAsync(token);
        var kinds = new List<KindSummary>();

        while (await rows.ReadAsync(token))
        {
            kinds.Add(new(rows.GetString(0), rows.GetInt64(1), rows.GetDecimal(2) / 10_000));
        }

        return await archive.RefusalAsync(token, Moment.BeginningOf(from), Moment.BeginningOf(to)) is { } refusal
            ? refusal
            : TypedResults.Ok(new Summary(kinds));
    }
}
