using System.ComponentModel;
using Composerp.Contracts;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.InventoryLedger.Reservations;

/// <summary>GET /v1/reservations: what is promised, and until when.</summary>
internal static class ListReservations
{
    private static readonly string _listReservations = SqlFile.Of(typeof(ListReservations), "list_reservations.sql");

    /// <param name="Id">The id of the movement that promised it; a sale or release names it.</param>
    /// <param name="Reserved">What was promised in all.</param>
    /// <param name="Open">What is held still: neither sold nor released.</param>
    /// <param name="ExpiresAt">When it ends by itself; absent: never.</param>
    internal sealed record ReservationView(
        string Id, string Location, string Sku, string? Lot, decimal Reserved, decimal Open, DateTimeOffset? ExpiresAt);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/reservations", HandleAsync)
        .WithName(nameof(ListReservations))
        .WithSummary("What is promised, by reservation, location, item and lot: what is held still, or with open=false all there ever was.")
        .WithTags("Reservations")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<Page<ReservationView>>, ProblemHttpResult>> HandleAsync(
        [Description("The id of a reservation.")] string? id,
        string? location,
        string? sku,
        [Description("Only what is held still; true by default.")] bool? open,
        string? after,
        int? limit,
        NpgsqlDataSource database,
        CancellationToken token)
    {
        if (Page.Refusal(limit) is { } refusal)
        {
            return refusal;
        }

        // Codes have no slash; the id, which may have some, stands last.
        var from = after?.Split('/', 4);

        if (from is not (null or [_, _, _, _]))
        {
            return TypedResults.Problem(LedgerProblem.UnknownCursor());
        }

        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(
            connection,
            _listReservations,
            Sql.Text(id),
            Sql.Text(location),
            Sql.Of(location is null ? null : checked((short)Shards.OfLocation(location)), NpgsqlDbType.Smallint),
            Sql.Text(sku),
            Sql.Of(open ?? true),
            Sql.Text(from?[3]),
            Sql.Text(from?[0]),
            Sql.Text(from?[1]),
            Sql.Text(from?[2]),
            Sql.Of(Page.Limit(limit) + 1));
        await using var rows = await command.ExecuteReaderAsync(token);
        var reservations = new List<ReservationView>();

        while (await rows.ReadAsync(token))
        {
            reservations.Add(new(
                rows.GetString(0),
                rows.GetString(1),
                rows.GetString(2),
                rows.GetString(3) is { Length: > 0 } lot ? lot : null,
                Reserved: rows.Quantity(4),
                Open: rows.Quantity(5),
                rows.Find<DateTimeOffset>(6)));
        }

        return TypedResults.Ok(Page.Of(
            reservations, Page.Limit(limit), reservation => $"{reservation.Location}/{reservation.Sku}/{reservation.Lot}/{reservation.Id}"));
    }
}
