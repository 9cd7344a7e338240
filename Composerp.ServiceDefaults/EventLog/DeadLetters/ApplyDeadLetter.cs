using Composerp.ServiceDefaults.EventLog.Consuming;
using Composerp.ServiceDefaults.EventLog.Inbound;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Composerp.ServiceDefaults.EventLog.DeadLetters;

internal enum ApplyDeadLetterCase
{
    Applied,
    Unknown,
    NotConsumed,
    Refused,
}

internal sealed record ApplyDeadLetterOutcome(ApplyDeadLetterCase Case, DeadLetter? Letter = null, string? Reason = null);

/// <summary>Applies a dead letter through the handler that refused it, once: the letter's row lock and its mark decide.</summary>
internal sealed class ApplyDeadLetter(
    IEnumerable<ConsumerRoute> routes,
    IEnumerable<InboundRoute> inboundRoutes,
    NpgsqlDataSource database,
    IServiceScopeFactory scopes,
    TimeProvider time)
{
    public async Task<ApplyDeadLetterOutcome> ApplyAsync(string source, int shard, long sequence, string? actor, CancellationToken token)
    {
        if (shard is < short.MinValue or > short.MaxValue)
        {
            return new(ApplyDeadLetterCase.Unknown);
        }

        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        var letter = await DeadLetterStore.FindLockedAsync(transaction, source, shard, sequence, token);

        if (letter is null)
        {
            return new(ApplyDeadLetterCase.Unknown);
        }

        if (letter.AppliedAt is not null)
        {
            return new(ApplyDeadLetterCase.Applied, letter);
        }

        try
        {
            var handled = letter.Shard == DeadLetter.FromOutside
                ? await ApplyFromOutsideAsync(letter, token)
                : await ApplyAsync(letter, transaction, token);

            if (!handled)
            {
                return new(ApplyDeadLetterCase.NotConsumed);
            }

            await DeadLetterStore.MarkAppliedAsync(transaction, letter, actor, token);
            await transaction.CommitAsync(token);

            return new(ApplyDeadLetterCase.Applied, letter with { AppliedAt = time.GetUtcNow(), AppliedBy = actor });
        }
        catch (Exception fault) when (Faults.IsRefusal(fault))
        {
            return new(ApplyDeadLetterCase.Refused, Reason: Faults.ReasonOf(fault));
        }
    }

    private async Task<bool> ApplyAsync(DeadLetter letter, NpgsqlTransaction transaction, CancellationToken token)
    {
        if (routes.FirstOrDefault(route => route.Source == letter.Source) is not { } route)
        {
            return false;
        }

        await using var scope = scopes.CreateAsyncScope();
        var handler = (IEventHandler)scope.ServiceProvider.GetRequiredService(route.Handler);
        await handler.ApplyAsync([letter.Event], transaction, token);

        return true;
    }

    // The handler commits on its own and knows the sender's id: a second time, after a crash before our mark, is harmless.
    private async Task<bool> ApplyFromOutsideAsync(DeadLetter letter, CancellationToken token)
    {
        if (inboundRoutes.FirstOrDefault(route => route.Topic == letter.Source) is not { } route)
        {
            return false;
        }

        await using var scope = scopes.CreateAsyncScope();
        var handler = (IIntegrationHandler)scope.ServiceProvider.GetRequiredService(route.Handler);
        var integrationEvent = new IntegrationEvent(
            letter.Sender ?? "", letter.SenderEventId ?? "", letter.Type, letter.RecordedAt, letter.Data);

        if (await handler.ApplyAsync([integrationEvent], token) is [var refused, ..])
        {
            throw new EventRefusedException(refused.Reason);
        }

        return true;
    }
}
