using System.Globalization;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>What the ledger cannot tell any more, since the entries are archived.</summary>
/// <remarks>Ask after reading: what was archived meanwhile is found then, too.</remarks>
internal sealed class Archive(NpgsqlDataSource database)
{
    // The clocks that are the furthest ahead.
    private static readonly TimeSpan _earliestZone = TimeSpan.FromHours(14);

    private static readonly string _findUntil = SqlFile.Of<Archive>("find_archived_until.sql");
    private static readonly string _findMovements = SqlFile.Of<Archive>("find_archived_movements.sql");

    /// <summary>Why nothing can be told of one of these moments, those of days being their ends; null where all can be told.</summary>
    public async Task<ProblemHttpResult?> RefusalAsync(CancellationToken token, params Moment?[] moments)
    {
        if (moments.All(moment => moment is null) || await FindUntilAsync(token) is not { } until
            || moments.OfType<Moment>().All(moment => EndOf(moment) >= until))
        {
            return null;
        }

        var problem = LedgerProblem.Of(
            StatusCodes.Status410Gone, "archived", "Entries of that time are archived. The ledger tells of later moments.");
        problem.Extensions["earliest"] = until;
        problem.Extensions["earliestDate"] = DateOnly.FromDateTime((until + _earliestZone).UtcDateTime).AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        return TypedResults.Problem(problem);
    }

    /// <summary>Nothing at all is told of what a movement did of which a part is archived.</summary>
    public static ProblemHttpResult MovementRefusal(string id) => TypedResults.Problem(LedgerProblem.Of(
        StatusCodes.Status410Gone, "movement-archived", $"The entries of {id} are archived. That it was posted is known still."));

    /// <summary>No entry that is archived, or about to be, was recorded or occurred later; null where none is.</summary>
    public async Task<DateTimeOffset?> FindUntilAsync(CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, _findUntil);
        await using var rows = await command.ExecuteReaderAsync(token);

        return await rows.ReadAsync(token) ? rows.Find<DateTimeOffset>(0) : null;
    }

    /// <summary>Movements of which a part is archived, or about to be.</summary>
    public async Task<IReadOnlySet<string>> FindMovementsAsync(string[] ids, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, _findMovements, Sql.Of(ids));
        await using var rows = await command.ExecuteReaderAsync(token);
        var archived = new HashSet<string>(StringComparer.Ordinal);

        while (await rows.ReadAsync(token))
        {
            archived.Add(rows.GetString(0));
        }

        return archived;
    }

    // Wherever it is.
    private static DateTimeOffset EndOf(Moment moment) => moment.Instant
        ?? new DateTimeOffset((moment.Day ?? default).AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) - _earliestZone;
}
