using System.ComponentModel;
using System.Globalization;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.InventoryLedger.Lots;

/// <summary>GET /v1/lots/expiring and /v1/lots/expired: goods that must be sold soon, and goods that must not be sold any more.</summary>
internal static class ListLots
{
    private const int DaysMax = 36_500;

    private const int DaysDefault = 7;

    /// <summary>A page ends after so many lots were looked at, in stock or not: lots are remembered for ever.</summary>
    private const int LookedAtMax = 5_000;

    private const string AfterDescription = "The \"next\" of the page before.";

    private const string LimitDescription =
        "1 to 1000, by default 100. A page may hold fewer, or none, although there are more: the end is where \"next\" is absent.";

    private static readonly string _listLots = SqlFile.Of(typeof(ListLots), "list_lots.sql");

    /// <param name="ExpiresOn">The last day on which it may be sold.</param>
    /// <param name="DaysLeft">From today, by the clock of the location; below zero: expired.</param>
    /// <param name="OnHand">In the house, promised goods included.</param>
    /// <param name="Value">Its share of what all goods of the item there are worth.</param>
    internal sealed record LotView(
        DateOnly ExpiresOn, string Sku, string Lot, string Location, int DaysLeft, decimal OnHand, decimal Reserved, decimal Value);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/lots/expiring", ListExpiringAsync)
            .WithName("ListExpiringLots")
            .WithSummary("Lots in stock that expire within some days, the first to expire first.")
            .WithTags("Lots")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapGet("/v1/lots/expired", ListExpiredAsync)
            .WithName("ListExpiredLots")
            .WithSummary("Lots in stock that have expired, the first to expire first.")
            .WithTags("Lots")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<Results<Ok<Page<LotView>>, ProblemHttpResult>> ListExpiringAsync(
        [Description("0: today is the last day. 7 by default.")] int? withinDays,
        [Description("Code of a location.")] string? location,
        [Description(AfterDescription)] string? after,
        [Description(LimitDescription)] int? limit,
        NpgsqlDataSource database,
        TimeProvider time,
        CancellationToken token) => withinDays is < 0 or > DaysMax
            ? TypedResults.Problem(LedgerProblem.Of(
                StatusCodes.Status422UnprocessableEntity, "bad-days", $"\"withinDays\" is 0 to {DaysMax}."))
            : await ListAsync(database, time.GetUtcNow(), 0, withinDays ?? DaysDefault, location, after, limit, token);

    private static Task<Results<Ok<Page<LotView>>, ProblemHttpResult>> ListExpiredAsync(
        [Description("Code of a location.")] string? location,
        [Description(AfterDescription)] string? after,
        [Description(LimitDescription)] int? limit,
        NpgsqlDataSource database,
        TimeProvider time,
        CancellationToken token) => ListAsync(database, time.GetUtcNow(), null, -1, location, after, limit, token);

    private static async Task<Results<Ok<Page<LotView>>, ProblemHttpResult>> ListAsync(
        NpgsqlDataSource database, DateTimeOffset now, int? fromDays, int toDays, string? location, string? after, int? limit, CancellationToken token)
    {
        if (Page.Refusal(limit) is { } refusal)
        {
            return refusal;
        }

        if (!LotCursor.TryRead(after, out var from))
        {
            return TypedResults.Problem(LedgerProblem.UnknownCursor());
        }

        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(
            connection,
            _listLots,
            Sql.Of(now),
            Sql.Of(fromDays, NpgsqlDbType.Integer),
            Sql.Of(toDays),
            Sql.Text(location),
            Sql.ShardOf(location),
            Sql.Day(from?.ExpiresOn),
            Sql.Text(from?.Sku),
            Sql.Text(from?.Lot),
            Sql.Text(from?.Location),
            Sql.Of(LookedAtMax),
            Sql.Of(Page.Limit(limit) + 1));
        await using var rows = await command.ExecuteReaderAsync(token);
        var found = new List<LotView>();
        var lookedAt = 0;
        LotCursor? last = null;

        while (await rows.ReadAsync(token))
        {
            var row = new LotCursor(rows.Date(0), rows.GetString(1), rows.GetString(2), rows.FindText(3) ?? "");
            lookedAt += last is { } before && row.IsOfLot(before) ? 0 : 1;
            last = row;

            if (row.Location.Length > 0)
            {
                found.Add(new(
                    row.ExpiresOn, row.Sku, row.Lot, row.Location, rows.GetInt32(6), rows.Quantity(4), rows.Quantity(5), rows.Money(7)));
            }
        }

        if (found.Count <= Page.Limit(limit))
        {
            return TypedResults.Ok(new Page<LotView>(found, lookedAt == LookedAtMax ? last?.ToString() : null));
        }

        return TypedResults.Ok(Page.Of(found, Page.Limit(limit), lot => new LotCursor(lot.ExpiresOn, lot.Sku, lot.Lot, lot.Location).ToString()));
    }

    /// <summary>How far was looked.</summary>
    /// <param name="Location">Empty where the lot is in stock nowhere.</param>
    private readonly record struct LotCursor(DateOnly ExpiresOn, string Sku, string Lot, string Location)
    {
        // Codes have no slash.
        public static bool TryRead(string? text, out LotCursor? cursor)
        {
            cursor = text?.Split('/') is [var day, var sku, var lot, var location]
                && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var expiresOn)
                    ? new(expiresOn, sku, lot, location)
                    : null;

            return text is null || cursor is not null;
        }

        public bool IsOfLot(LotCursor other) => ExpiresOn == other.ExpiresOn && Sku == other.Sku && Lot == other.Lot;

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{ExpiresOn:yyyy-MM-dd}/{Sku}/{Lot}/{Location}");
    }
}
