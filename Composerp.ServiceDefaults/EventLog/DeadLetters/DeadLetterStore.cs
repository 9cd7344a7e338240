using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.ServiceDefaults.EventLog.DeadLetters;

/// <summary>The table of dead letters.</summary>
internal static class DeadLetterStore
{
    private static readonly string Add = Sql("add_dead_letter.sql");
    private static readonly string AddFromOutside = Sql("add_dead_letter_from_outside.sql");
    private static readonly string List = Sql("list_dead_letters.sql");
    private static readonly string Lock = Sql("lock_dead_letter.sql");
    private static readonly string MarkApplied = Sql("mark_dead_letter_applied.sql");
    private static readonly string Count = Sql("count_open_dead_letters.sql");

    public static async Task AddAsync(NpgsqlTransaction transaction, DeadLetter letter, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(Add, transaction.Connection, transaction)
        {
            Parameters =
            {
                new() { Value = letter.Source },
                new() { Value = (short)letter.Shard },
                new() { Value = letter.Sequence },
                new() { Value = letter.Type },
                new() { Value = letter.RecordedAt.ToUniversalTime() },
                new() { Value = letter.Data },
                new() { Value = letter.Reason },
            },
        };
        await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>Keeps messages from outside, all or none; one that stands there already is kept once, with its newest content.</summary>
    public static async Task AddFromOutsideAsync(NpgsqlDataSource database, IReadOnlyList<DeadLetter> letters, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var batch = new NpgsqlBatch(connection);

        foreach (var letter in letters)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(AddFromOutside)
            {
                Parameters =
                {
                    new() { Value = letter.Source },
                    new() { Value = letter.Type },
                    new() { Value = letter.RecordedAt.ToUniversalTime() },
                    new() { Value = letter.Data },
                    new() { Value = letter.Reason },
                    new() { Value = letter.Sender ?? "" },
                    new() { Value = letter.SenderEventId ?? "" },
                },
            });
        }

        await batch.ExecuteNonQueryAsync(token);
    }

    /// <summary>Dead letters after a place in the order of source, shard and sequence.</summary>
    public static async Task<List<DeadLetter>> ListAsync(
        NpgsqlDataSource database, DeadLetterCursor after, bool applied, int limit, CancellationToken token)
    {
        await using var command = database.CreateCommand(List);
        command.Parameters.Add(new() { Value = after.Source });
        command.Parameters.Add(new() { Value = (short)after.Shard });
        command.Parameters.Add(new() { Value = after.Sequence });
        command.Parameters.Add(new() { Value = applied });
        command.Parameters.Add(new() { Value = limit });
        await using var rows = await command.ExecuteReaderAsync(token);
        var letters = new List<DeadLetter>();

        while (await rows.ReadAsync(token))
        {
            letters.Add(LetterOf(rows));
        }

        return letters;
    }

    /// <summary>One dead letter, locked to the end of the transaction.</summary>
    public static async Task<DeadLetter?> FindLockedAsync(
        NpgsqlTransaction transaction, string source, int shard, long sequence, CancellationToken token)
    {
        await using var command = Keyed(Lock, transaction, source, shard, sequence);
        await using var rows = await command.ExecuteReaderAsync(token);

        return await rows.ReadAsync(token) ? LetterOf(rows) : null;
    }

    public static async Task MarkAppliedAsync(NpgsqlTransaction transaction, DeadLetter letter, string? actor, CancellationToken token)
    {
        await using var command = Keyed(MarkApplied, transaction, letter.Source, letter.Shard, letter.Sequence);
        command.Parameters.Add(new() { Value = (object?)actor ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>How many wait, by source; sources without any are left out.</summary>
    public static async Task<Dictionary<string, long>> CountOpenAsync(NpgsqlDataSource database, CancellationToken token)
    {
        await using var command = database.CreateCommand(Count);
        await using var rows = await command.ExecuteReaderAsync(token);
        var counts = new Dictionary<string, long>();

        while (await rows.ReadAsync(token))
        {
            counts.Add(rows.GetString(0), rows.GetInt64(1));
        }

        return counts;
    }

    private static NpgsqlCommand Keyed(string sql, NpgsqlTransaction transaction, string source, int shard, long sequence) =>
        new(sql, transaction.Connection, transaction)
        {
            Parameters = { new() { Value = source }, new() { Value = checked((short)shard) }, new() { Value = sequence } },
        };

    private static DeadLetter LetterOf(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetInt16(1),
        row.GetInt64(2),
        row.GetString(3),
        row.GetFieldValue<DateTimeOffset>(4),
        row.GetFieldValue<byte[]>(5),
        row.GetString(6),
        row.GetFieldValue<DateTimeOffset>(7),
        row.GetFieldValue<DateTimeOffset?>(8),
        TextOf(row, 9),
        TextOf(row, 10),
        TextOf(row, 11));

    private static string? TextOf(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static string Sql(string fileName) => SqlFile.Of(typeof(DeadLetterStore), fileName);
}

/// <summary>A place in the list of dead letters, written "source/shard/sequence".</summary>
internal readonly record struct DeadLetterCursor(string Source, int Shard, long Sequence)
{
    public static readonly DeadLetterCursor Start = new("", short.MinValue, 0);

    /// <returns>null where the text is no such place.</returns>
    public static DeadLetterCursor? TryParse(string text) =>
        text.Split('/') is [{ Length: > 0 } source, var shard, var sequence]
        && short.TryParse(shard, out var shardNumber)
        && long.TryParse(sequence, out var sequenceNumber)
            ? new DeadLetterCursor(source, shardNumber, sequenceNumber)
            : null;

    public override string ToString() => FormattableString.Invariant($"{Source}/{Shard}/{Sequence}");
}
