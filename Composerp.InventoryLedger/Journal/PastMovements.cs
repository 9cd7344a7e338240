using Composerp.InventoryLedger.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Looks up what reversals and cost corrections are about. Entries never change, so that no lock is needed.</summary>
internal sealed class PastMovements(NpgsqlDataSource database, Archive archive)
{
    private static readonly string _findPastEntries = SqlFile.Of<PastMovements>("find_past_entries.sql");

    /// <summary>The movements, each with its past where it names one that is in the ledger.</summary>
    public async Task<IReadOnlyList<Movement>> ResolveAsync(IReadOnlyList<Movement> movements, CancellationToken token)
    {
        var ids = movements.Select(movement => movement.PastId).OfType<string>().Distinct().ToArray();

        if (ids.Length == 0)
        {
            return movements;
        }

        var pasts = await ReadAsync(ids, token);
        var archived = await archive.FindMovementsAsync(ids, token);
        var until = await archive.FindUntilAsync(token);

        return [.. movements.Select(movement => movement.PastId is { } id ? Resolve(movement, id) : movement)];

        Movement Resolve(Movement movement, string id)
        {
            var past = pasts.GetValueOrDefault(id);

            // What occurred before archived entries, though it was recorded later, would be reckoned without them.
            if (archived.Contains(id) || past?.Entries.Any(entry => entry.OccurredAt <= until) == true)
            {
                return movement with { IsPastArchived = true };
            }

            return past is null ? movement : movement with { Past = past, Reference = movement.Reference ?? past.Reference };
        }
    }

    private async Task<Dictionary<string, PastMovement>> ReadAsync(string[] ids, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, _findPastEntries, Sql.Of(ids));
        await using var rows = await command.ExecuteReaderAsync(token);
        var pasts = new Dictionary<string, PastMovement>(StringComparer.Ordinal);
        var entries = new Dictionary<string, List<PastEntry>>(StringComparer.Ordinal);

        while (await rows.ReadAsync(token))
        {
            var id = rows.GetString(0);
            var entry = Entry(rows);

            if (!pasts.TryGetValue(id, out var past))
            {
                entries.Add(id, []);
                past = new(id, LedgerNames.KindOf(rows.GetString(1)), entry.OccurredAt, rows.FindText(2), entries[id]);
                pasts.Add(id, past);
            }

            entries[id].Add(entry);

            // What was told has the movement's time; a correction has that of a count.
            pasts[id] = entry.IsCorrection ? past : past with { OccurredAt = entry.OccurredAt };
        }

        return pasts;
    }

    private static PastEntry Entry(NpgsqlDataReader row) => new(
        Line: row.GetInt32(3),
        new(new(row.GetString(4)), new(row.GetString(5)), row.GetString(6), LedgerNames.AccountOf(row.GetString(7))),
        Contra: LedgerNames.AccountOf(row.GetString(8)),
        Counterpart: row.FindText(9) is { } counterpart ? new(counterpart) : null,
        Quantity.OfTenThousandths(row.GetInt64(10)),
        Value: row.Find<long>(11) is { } value ? Money.OfMillionths(value) : null,
        Variance: row.Find<long>(12) is { } variance ? Money.OfMillionths(variance) : null,
        UnitPrice: row.Find<decimal>(13),
        OccurredAt: row.Instant(14),
        IsCorrection: row.GetBoolean(15),
        IsCount: row.GetBoolean(16),
        Reservation: row.FindText(17));
}
