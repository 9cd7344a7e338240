using System.Threading.Channels;
using Composerp.InventoryLedger.Domain;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Posts what callers send, many callers at once, one batch after the other.</summary>
internal sealed class PostingLane(PostingStore store)
{
    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>(new() { SingleReader = true });

    /// <summary>Posts movements in their order: in one transaction, or in several where they are too many for one.</summary>
    /// <remarks>A caller that stops waiting leaves its movements where they are: they are posted, and can be asked for.</remarks>
    /// <returns>Null where the service is stopping and does not take them all: the caller may send them again.</returns>
    public async Task<IReadOnlyList<PostingOutcome>?> TryPostAsync(IReadOnlyList<Movement> movements, CancellationToken token)
    {
        if (movements.Count <= PostingStore.BatchMax)
        {
            var request = new Request(movements);

            return _requests.Writer.TryWrite(request) ? await request.Outcomes.Task.WaitAsync(token) : null;
        }

        var parts = await Task.WhenAll(movements.Chunk(PostingStore.BatchMax).Select(part => TryPostAsync(part, token)).ToList());

        return Array.TrueForAll(parts, part => part is not null) ? [.. parts.SelectMany(part => part!)] : null;
    }

    /// <summary>Posts until the service stops, and then what was still waiting.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        await using var stopping = stoppingToken.Register(() => _requests.Writer.TryComplete());
        var batch = new List<Request>();

        while (await _requests.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            var count = 0;

            while (_requests.Reader.TryPeek(out var next)
                && (batch.Count == 0 || count + next.Movements.Count <= PostingStore.BatchMax)
                && _requests.Reader.TryRead(out next))
            {
                batch.Add(next);
                count += next.Movements.Count;
            }

            await PostAsync(batch);
        }
    }

    private async Task PostAsync(List<Request> batch)
    {
        try
        {
            var outcomes = await store.PostAsync([.. batch.SelectMany(request => request.Movements)], CancellationToken.None);
            var next = 0;

            foreach (var request in batch)
            {
                request.Outcomes.SetResult([.. outcomes.Skip(next).Take(request.Movements.Count)]);
                next += request.Movements.Count;
            }
        }
        catch (Exception fault) when (batch.Count > 1 && fault is not NpgsqlException { IsTransient: true })
        {
            // Something the rules let through and the database does not, or a mistake of ours: whose it is shows when each is
            // posted alone.
            foreach (var request in batch)
            {
                await PostAsync([request]);
            }
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Whatever it is, the lane goes on for the others, and nobody waits for ever.
            batch.ForEach(request => request.Outcomes.SetException(fault));
        }
    }

    private sealed record Request(IReadOnlyList<Movement> Movements)
    {
        // Callers go on elsewhere: the lane has the next batch to post.
        public TaskCompletionSource<IReadOnlyList<PostingOutcome>> Outcomes { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
