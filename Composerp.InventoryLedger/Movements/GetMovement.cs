using System.ComponentModel;
using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.InventoryLedger.Movements;

/// <summary>GET /v1/movements/{id}: a movement with its entries.</summary>
internal static class GetMovement
{
    private static readonly string _getMovement = SqlFile.Of(typeof(GetMovement), "get_movement.sql");

    internal sealed record MovementView(
        string Id,
        string Kind,
        DateTimeOffset OccurredAt,
        DateTimeOffset RecordedAt,
        string Location,
        string? ToLocation,
        string? Actor,
        string? Reason,
        string? Reference,
        string? Reverses,
        IReadOnlyList<MovementPart> Parts,
        IReadOnlyList<EntryView> Entries);

    /// <param name="Account">The account in the house, or under way to it, that gained or gave.</param>
    /// <param name="Contra">The account on the other side, which gave or gained the same.</param>
    /// <param name="Found">What a count found.</param>
    /// <param name="Value">Added to the value of stock; absent where there is no cost.</param>
    /// <param name="Variance">Paid beyond that, or less: a cost of sales.</param>
    /// <param name="IsCorrection">Appended to keep a later count right; occurredAt is then that count's time.</param>
    internal sealed record EntryView(
        int Shard,
        long Sequence,
        int Line,
        DateTimeOffset OccurredAt,
        string Location,
        string Sku,
        string? Lot,
        string Account,
        string Contra,
        decimal Quantity,
        long Version,
        decimal Balance,
        decimal? Found,
        decimal? UnitPrice,
        decimal? Value,
        decimal? Variance,
        bool IsCorrection);

    // The id takes the rest of the path: ids of inbound movements begin with a URI.
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/movements/{**id}", HandleAsync)
        .WithName(nameof(GetMovement))
        .WithSummary("A movement with its entries.")
        .WithTags("Movements")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status410Gone);

    private static async Task<Results<Ok<MovementView>, ProblemHttpResult>> HandleAsync(
        [Description("The id that the sender gave it.")] string id, NpgsqlDataSource database, Archive archive, CancellationToken token)
    {
        // The server leaves %2F in paths alone, since it is no separator there.
        var movementId = id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, _getMovement, Sql.Of(movementId));
        await using var rows = await command.ExecuteReaderAsync(token);
        var entries = new List<EntryView>();
        MovementView? movement = null;

        while (await rows.ReadAsync(token))
        {
            entries.Add(Entry(rows));
            movement = movement is null && !entries[^1].IsCorrection ? Movement(movementId, rows, entries) : movement;
        }

        if ((await archive.FindMovementsAsync([movementId], token)).Count > 0)
        {
            return Archive.MovementRefusal(movementId);
        }

        return movement is null
            ? TypedResults.Problem(LedgerProblem.NotFound("movement"))
            : TypedResults.Ok(movement with
            {
                Parts = [.. entries.Select(entry => new MovementPart(entry.Shard, entry.Sequence)).Distinct()],
            });
    }

    private static EntryView Entry(NpgsqlDataReader row) => new(
        Shard: row.GetInt16(0),
        Sequence: row.GetInt64(1),
        Line: row.GetInt32(2),
        OccurredAt: row.Instant(4),
        Location: row.GetString(6),
        Sku: row.GetString(8),
        Lot: row.GetString(9) is { Length: > 0 } lot ? lot : null,
        Account: row.GetString(10),
        Contra: row.GetString(20),
        Quantity: row.Quantity(11),
        Version: row.GetInt64(12),
        Balance: row.Quantity(13),
        Found: row.FindQuantity(14),
        UnitPrice: row.Find<decimal>(15),
        Value: row.FindMoney(21),
        Variance: row.FindMoney(22),
        IsCorrection: row.GetBoolean(16));

    /// <param name="row">The first entry that was told, not appended.</param>
    private static MovementView Movement(string id, NpgsqlDataReader row, List<EntryView> entries)
    {
        var (kind, here, counterpart) = (row.GetString(3), row.GetString(6), row.FindText(7));

        // A transfer's arrival has its entries at the destination, its departure at the source first.
        var isArrival = kind == MovementKinds.TransferIn && counterpart is not null;

        return new(
            id,
            kind,
            row.Instant(4),
            row.Instant(5),
            isArrival ? counterpart ?? here : here,
            isArrival ? here : counterpart,
            row.FindText(17),
            row.FindText(18),
            row.FindText(19),
            kind == MovementKinds.Reversal ? row.FindText(23) : null,
            [],
            entries);
    }
}
