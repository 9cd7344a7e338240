using System.ComponentModel;
using System.Globalization;
using Composerp.InventoryLedger.Journal;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.InventoryLedger.Positions;

/// <summary>GET /v1/positions/history: what an item at a location has been through.</summary>
internal static class ListHistory
{
    private static readonly string _listHistory = SqlFile.Of(typeof(ListHistory), "list_history.sql");

    /// <param name="Balance">Of its account and lot, after it.</param>
    /// <param name="Value">What it added to the value of stock; absent where it has none.</param>
    /// <param name="ValueBalance">What all goods that are asked for are worth, after it.</param>
    /// <param name="Variance">Paid beyond that: a cost of sales.</param>
    /// <param name="IsCorrection">Appended to keep a later count right; occurredAt is then that count's time.</param>
    internal sealed record HistoryEntry(
        long Sequence,
        int Line,
        string MovementId,
        string Kind,
        DateTimeOffset OccurredAt,
        DateTimeOffset RecordedAt,
        string? Lot,
        string Account,
        string Contra,
        string? Counterpart,
        decimal Quantity,
        long Version,
        decimal Balance,
        decimal? Value,
        decimal ValueBalance,
        decimal? Variance,
        decimal? Found,
        decimal? UnitPrice,
        bool IsCorrection,
        string? Actor,
        string? Reason,
        string? Reference);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/positions/history", HandleAsync)
        .WithName(nameof(ListHistory))
        .WithSummary("The entries of an item at a location in the order in which they were recorded, with running balance and value.")
        .WithTags("Positions")
        .WithDescription(
            "Balances run per account and lot, the value over all of them. Entries that happened earlier than some before them are back-dated: see occurredAt. "
            + "Where older entries are archived the first one's version is not 1.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status410Gone);

    private static async Task<Results<Ok<Page<HistoryEntry>>, ProblemHttpResult>> HandleAsync(
        [Description("Code of the location.")] string location,
        [Description("Code of the item.")] string sku,
        [Description("One lot only.")] string? lot,
        [Description("Recorded at or after: an instant, or a date (its beginning, by the clock of the location).")] Moment? from,
        [Description("Recorded at or before: an instant, or a date (its end, by the clock of the location).")] Moment? to,
        [Description(ListPositions.AfterDescription)] string? after,
        [Description("1 to 1000, by default 100.")] int? limit,
        NpgsqlDataSource database,
        Archive archive,
        CancellationToken token)
    {
        if (Page.Refusal(limit) is { } refusal)
        {
            return refusal;
        }

        if (!TryReadCursor(after, out var sequence, out var line))
        {
            return TypedResults.Problem(LedgerProblem.UnknownCursor());
        }

        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(
            connection,
            _listHistory,
            Sql.ShardOf(location),
            Sql.Text(location),
            Sql.Text(sku),
            Sql.Text(lot),
            Sql.Instant(from?.Instant),
            Sql.Day(from?.Day),
            Sql.Instant(to?.Instant),
            Sql.Day(to?.Day),
            Sql.Of(sequence, NpgsqlDbType.Bigint),
            Sql.Of(line, NpgsqlDbType.Smallint),
            Sql.Of(Page.Limit(limit) + 1));
        await using var rows = await command.ExecuteReaderAsync(token);
        var entries = new List<HistoryEntry>();

        while (await rows.ReadAsync(token))
        {
            entries.Add(Entry(rows));
        }

        return await archive.RefusalAsync(token, from?.Beginning, to) is { } archived
            ? archived
            : TypedResults.Ok(Page.Of(
                entries, Page.Limit(limit), entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Sequence}:{entry.Line}")));
    }

    private static bool TryReadCursor(string? text, out long? sequence, out short? line)
    {
        (sequence, line) = (null, null);

        if (text is null)
        {
            return true;
        }

        if (text.Split(':') is not [var first, var second]
            || !long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var ofSequence)
            || !short.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var ofLine))
        {
            return false;
        }

        (sequence, line) = (ofSequence, ofLine);

        return true;
    }

    private static HistoryEntry Entry(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetInt16(1),
        row.GetString(2),
        row.GetString(3),
        row.Instant(4),
        row.Instant(5),
        row.GetString(6) is { Length: > 0 } lot ? lot : null,
        row.GetString(7),
        row.GetString(8),
        row.FindText(9),
        row.Quantity(10),
        row.GetInt64(11),
        row.Quantity(12),
        row.FindMoney(13),
        row.GetDecimal(14) / 1_000_000,
        row.FindMoney(15),
        row.FindQuantity(16),
        row.Find<decimal>(17),
        row.GetBoolean(18),
        row.FindText(19),
        row.FindText(20),
        row.FindText(21));
}
