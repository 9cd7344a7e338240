using System.ComponentModel;
using System.Runtime.CompilerServices;
using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Composerp.InventoryLedger.Movements;

/// <summary>GET /v1/movements/export: entries as one stream, all that there are when it begins.</summary>
internal static class ExportMovements
{
    private const int SequencesAtOnce = 2_000;

    private static readonly string _listHeads = SqlFile.Of(typeof(ExportMovements), "list_heads.sql");
    private static readonly string _exportEntries = SqlFile.Of(typeof(ExportMovements), "export_entries.sql");

    /// <param name="Balance">Of its account and lot, after it.</param>
    /// <param name="Value">What it added to the value of stock; absent where it has none.</param>
    internal sealed record EntryRow(
        int Shard,
        long Sequence,
        int Line,
        string MovementId,
        string Kind,
        DateTimeOffset OccurredAt,
        DateTimeOffset RecordedAt,
        string Location,
        string Sku,
        string? Lot,
        string Account,
        string Contra,
        string? Counterpart,
        decimal Quantity,
        long Version,
        decimal Balance,
        decimal? Value,
        decimal? Variance,
        decimal? Found,
        decimal? UnitPrice,
        bool IsCorrection,
        string? Actor,
        string? Reason,
        string? Reference,
        string? Reservation,
        string? PastId);

    internal sealed record Filter(
        [property: FromQuery(Name = "location"), Description("Code of a location.")]
        string? Location = null,
        [property: FromQuery(Name = "sku"), Description("Code of an item.")]
        string? Sku = null,
        [property: FromQuery(Name = "kind"), Description("Kind of movement, such as SALE.")]
        string? Kind = null,
        [property: FromQuery(Name = "from"), Description("The first business day in which it occurred.")]
        DateOnly? From = null,
        [property: FromQuery(Name = "to"), Description("The last business day in which it occurred.")]
        DateOnly? To = null);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/movements/export", HandleAsync)
        .WithName(nameof(ExportMovements))
        .WithSummary("Entries in the order of the log, shard by shard, as one stream: JSON lines, or CSV with a header.")
        .WithTags("Movements")
        .Produces<EntryRow>(StatusCodes.Status200OK, ExportFormat.JsonLines.ContentType, ExportFormat.Csv.ContentType)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status406NotAcceptable)
        .ProducesProblem(StatusCodes.Status410Gone);

    private static async Task<Results<Export<EntryRow>, ProblemHttpResult>> HandleAsync(
        [AsParameters] Filter filter,
        [Description(ExportFormat.Description)] string? format,
        HttpRequest request,
        NpgsqlDataSource database,
        Archive archive,
        CancellationToken token)
    {
        if (filter.Kind is { } kind && !LedgerNames.IsKind(kind))
        {
            return TypedResults.Problem(LedgerProblem.OfParameter("kind", LedgerReasons.Of(MovementViolation.UnknownKind)));
        }

        if (ExportFormat.Find(format, request) is not { } found)
        {
            return TypedResults.Problem(LedgerProblem.UnknownFormat());
        }

        return await archive.RefusalAsync(token, Moment.BeginningOf(filter.From), Moment.BeginningOf(filter.To)) is { } refusal
            ? refusal
            : new Export<EntryRow>(ReadAsync(filter, database, token), found);
    }

    // Sequences have no gap and their entries never change, so that a range of them is a part of a fixed size of what
    // there was at the beginning, however long the reader takes.
    private static async IAsyncEnumerable<EntryRow> ReadAsync(
        Filter filter, NpgsqlDataSource database, [EnumeratorCancellation] CancellationToken token)
    {
        foreach (var (shard, archived, head) in await ListHeadsAsync(filter, database, token))
        {
            for (var after = archived; after < head; after += SequencesAtOnce)
            {
                await using var connection = await database.OpenConnectionAsync(token);
                await using var command = Sql.Command(
                    connection,
                    _exportEntries,
                    Sql.Of(shard),
                    Sql.Of(after),
                    Sql.Of(Math.Min(after + SequencesAtOnce, head)),
                    Sql.Text(filter.Location),
                    Sql.Text(filter.Sku),
                    Sql.Text(filter.Kind),
                    Sql.Day(filter.From),
                    Sql.Day(filter.To));
                await using var rows = await command.ExecuteReaderAsync(token);

                while (await rows.ReadAsync(token))
                {
                    yield return Entry(rows);
                }
            }
        }
    }

    private static async Task<List<(short Shard, long Archived, long Head)>> ListHeadsAsync(
        Filter filter, NpgsqlDataSource database, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, _listHeads, Sql.ShardOf(filter.Location));
        await using var rows = await command.ExecuteReaderAsync(token);
        var heads = new List<(short, long, long)>();

        while (await rows.ReadAsync(token))
        {
            heads.Add((rows.GetInt16(0), rows.GetInt64(1), rows.GetInt64(2)));
        }

        return heads;
    }

    private static EntryRow Entry(NpgsqlDataReader row) => new(
        row.GetInt16(0),
        row.GetInt64(1),
        row.GetInt16(2),
        row.GetString(3),
        row.GetString(4),
        row.Instant(5),
        row.Instant(6),
        row.GetString(7),
        row.GetString(8),
        row.GetString(9) is { Length: > 0 } lot ? lot : null,
        row.GetString(10),
        row.GetString(11),
        row.FindText(12),
        row.Quantity(13),
        row.GetInt64(14),
        row.Quantity(15),
        row.FindMoney(16),
        row.FindMoney(17),
        row.FindQuantity(18),
        row.Find<decimal>(19),
        row.GetBoolean(20),
        row.FindText(21),
        row.FindText(22),
        row.FindText(23),
        row.FindText(24),
        row.FindText(25));
}
