using Composerp.InventoryLedger.Domain;
using Composerp.ServiceDefaults.EventLog;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Posts batches of movements, each in one transaction: the only way into the ledger.</summary>
/// <remarks>
/// Idempotent: what was posted is answered as the first time. So a batch whose commit was not heard of is simply posted
/// again.
/// </remarks>
internal sealed class PostingStore(NpgsqlDataSource database, PositionIds positionIds, PostingMemory memory, EventSignal events, TimeProvider time)
{
    /// <summary>The most movements of one transaction: it holds its shards for a few tens of milliseconds.</summary>
    public const int BatchMax = 1_000;

    private static readonly TimeSpan[] _pauses = [.. new[] { 20, 100, 300, 1_000 }.Select(pause => TimeSpan.FromMilliseconds(pause))];

    public Task<IReadOnlyList<PostingOutcome>> PostAsync(IReadOnlyList<Movement> movements, CancellationToken token) =>
        RetryAsync(() => PostOnceAsync(movements, token), token);

    /// <summary>What posting would come to if it were done now, alone.</summary>
    public Task<IReadOnlyList<PostingOutcome>> TryAsync(IReadOnlyList<Movement> movements, CancellationToken token) =>
        RetryAsync(() => TryOnceAsync(movements, token), token);

    private async Task<IReadOnlyList<PostingOutcome>> PostOnceAsync(IReadOnlyList<Movement> movements, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);

        var reads = new PostingReads(movements, memory);
        var state = await reads.ReadAsync(connection, token);
        var result = Posting.Post(state, movements);
        var posted = Identities(movements, result.Outcomes);
        var ids = await positionIds.TakeAsync(connection, result.Positions, token);

        if (posted.Count > 0)
        {
            await new PostingWrites(connection, result, ids, state.RecordedAt).WriteAsync(posted, token);
        }

        if (result.NoSaleDays.Count > 0)
        {
            await NoSaleWrites.WriteAsync(transaction, result.NoSaleDays, state.RecordedAt, token);
        }

        if (posted.Count > 0 || result.NoSaleDays.Count > 0)
        {
            await transaction.CommitAsync(token);
            events.Wake();
        }

        reads.Remember(result, ids);

        return result.Outcomes;
    }

    private async Task<IReadOnlyList<PostingOutcome>> TryOnceAsync(IReadOnlyList<Movement> movements, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);

        return Posting.Post(await new PostingReads(movements, memory).ReadAsync(connection, token), movements).Outcomes;
    }

    private static List<MovementIdentity> Identities(IReadOnlyList<Movement> movements, IReadOnlyList<PostingOutcome> outcomes)
    {
        var identities = new List<MovementIdentity>(movements.Count);

        for (var n = 0; n < movements.Count; n++)
        {
            if (outcomes[n] is Posted { IsRepeat: false, Parts.Count: > 0 } posted)
            {
                identities.Add(new(movements[n].Id, movements[n].Content, posted.Parts));
            }
        }

        return identities;
    }

    private async Task<T> RetryAsync<T>(Func<Task<T>> post, CancellationToken token)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await post();
            }
            catch (NpgsqlException fault) when (attempt < _pauses.Length && (IsTransient(fault) || IsRaceForId(fault)))
            {
                await Task.Delay(_pauses[attempt], time, token);
            }
        }
    }

    // Class 57P is a server that stops, crashed or starts; Npgsql does not count all of it.
    private static bool IsTransient(NpgsqlException fault) =>
        fault.IsTransient || fault.SqlState?.StartsWith("57P", StringComparison.Ordinal) == true;

    // The same id, or the same piece, posted to two shards at once: neither saw the other, one was first. The second try
    // sees it.
    private static bool IsRaceForId(NpgsqlException fault) => fault is PostgresException
    {
        SqlState: PostgresErrorCodes.UniqueViolation,
        TableName: { } table,
    } && (table is "serial" or "lot" || table.StartsWith("movement_id", StringComparison.Ordinal));
}
