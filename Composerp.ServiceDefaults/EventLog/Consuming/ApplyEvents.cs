using Composerp.ServiceDefaults.EventLog.DeadLetters;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Composerp.ServiceDefaults.EventLog.Consuming;

/// <summary>Applies events exactly once: effects and positions in one transaction, decided over locked positions.</summary>
/// <remarks>
/// So it does not matter who brings an event, how often, in which order, or whether another replica brings it at the same
/// moment: only the next one of its shard is applied.
/// </remarks>
internal sealed class ApplyEvents(ConsumerRoute route, NpgsqlDataSource database, IServiceScopeFactory scopes)
{
    private readonly ConsumerPositions _positions = new(route.Source);

    /// <summary>Applies what is next, drops what was applied, leaves alone what comes after a gap.</summary>
    /// <param name="events">In any order.</param>
    /// <param name="isolates">
    /// A passing fault while events are applied is searched for as any other is: what fails again and again, such as a batch
    /// that takes longer than a command may, would otherwise hold up everything behind it for ever.
    /// </param>
    /// <exception cref="NpgsqlException">The database is away for the moment. Parts of the batch may have been applied; bring all of it again.</exception>
    public async Task<ApplyOutcome> ApplyAsync(IEnumerable<LoggedEvent> events, bool isolates, CancellationToken token)
    {
        var outcome = new ApplyOutcome();
        await ApplyAsync([.. events.OrderBy(one => one.Shard).ThenBy(one => one.Sequence)], isolates, outcome, token);

        return outcome;
    }

    private async Task ApplyAsync(IReadOnlyList<LoggedEvent> events, bool isolates, ApplyOutcome outcome, CancellationToken token)
    {
        if (outcome.Stuck.Count > 0)
        {
            events = [.. events.Where(one => !outcome.Stuck.ContainsKey(one.Shard))];
        }

        if (events.Count == 0)
        {
            return;
        }

        try
        {
            outcome.Add(await ApplyTogetherAsync(events, isolates, token));
        }
        catch (Exception fault) when (!Faults.IsTransient(fault) && !token.IsCancellationRequested)
        {
            if (events.Count > 1)
            {
                // Ever smaller parts, in order, until the event that is to blame stands alone.
                var half = events.Count / 2;
                await ApplyAsync([.. events.Take(half)], isolates, outcome, token);
                await ApplyAsync([.. events.Skip(half)], isolates, outcome, token);
            }
            else if (Faults.IsRefusal(fault))
            {
                await RefuseAsync(events[0], fault, outcome, token);
            }
            else
            {
                outcome.Stuck.Add(events[0].Shard, fault);
            }
        }
    }

    private async Task<Selection> ApplyTogetherAsync(IReadOnlyList<LoggedEvent> events, bool isolates, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        var selection = Selection.Of(events, await LockAsync(transaction, events, token));

        if (selection.Fresh.Count > 0)
        {
            try
            {
                await ApplyAsync(selection, transaction, token);
            }
            catch (Exception fault) when (isolates && Faults.IsTransient(fault))
            {
                // Where the database itself is away, the next attempt does not get as far as this.
                throw new InvalidOperationException("Applying events fails again and again.", fault);
            }
        }

        return selection;
    }

    private async Task ApplyAsync(Selection selection, NpgsqlTransaction transaction, CancellationToken token)
    {
        await using var scope = scopes.CreateAsyncScope();
        var handler = (IEventHandler)scope.ServiceProvider.GetRequiredService(route.Handler);
        await handler.ApplyAsync(selection.Fresh, transaction, token);
        await _positions.AdvanceAsync(transaction, selection.Positions, token);
        await transaction.CommitAsync(token);
    }

    private async Task RefuseAsync(LoggedEvent refused, Exception fault, ApplyOutcome outcome, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        var selection = Selection.Of([refused], await LockAsync(transaction, [refused], token));

        // Another replica may have dealt with it in the meantime.
        if (selection.Fresh.Count > 0)
        {
            var letter = DeadLetter.Of(route.Source, refused, Faults.ReasonOf(fault));
            await DeadLetterStore.AddAsync(transaction, letter, token);
            await _positions.AdvanceAsync(transaction, selection.Positions, token);
            await transaction.CommitAsync(token);
            outcome.Refused.Add(letter);
        }

        outcome.Add(selection);
    }

    private Task<Dictionary<int, long>> LockAsync(NpgsqlTransaction transaction, IEnumerable<LoggedEvent> events, CancellationToken token) =>
        _positions.LockAsync(transaction, events.Select(one => one.Shard).ToHashSet(), token);
}
