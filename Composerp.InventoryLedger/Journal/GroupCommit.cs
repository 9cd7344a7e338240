using Composerp.InventoryLedger.Domain;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>What is sent while a batch is being posted makes the next batch.</summary>
/// <remarks>
/// A lane in which much waits has transactions of its own, beside those of the others. Lanes in which little waits share
/// one at a time: a transaction costs as much as dozens of movements.
/// </remarks>
internal sealed class GroupCommit(PostingStore store, IReadOnlyList<PostingLane> lanes, int shareBelow)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _posting;
    private bool _isSharing;
    private bool _isStopping;

    // Where a shared batch begins to take, so that each lane is first at times.
    private int _turn;

    /// <summary>Ends when everything was posted after <see cref="StopAsync"/>, or with a fault that no batch may survive.</summary>
    public Task Completion => _drained.Task;

    /// <summary>Posts movements in their order: in one transaction, or in several where they are too many for one.</summary>
    /// <remarks>A caller that stops waiting leaves its movements where they are: they are posted, and can be asked for.</remarks>
    /// <returns>Null where the service is stopping and does not take them all: the caller may send them again.</returns>
    public async Task<IReadOnlyList<PostingOutcome>?> TryPostAsync(PostingLane lane, IReadOnlyList<Movement> movements, CancellationToken token)
    {
        if (movements.Count <= PostingStore.BatchMax)
        {
            var request = new PostingRequest(movements);

            return TryAdd(lane, request) ? await request.Outcomes.Task.WaitAsync(token) : null;
        }

        var parts = await Task.WhenAll(movements.Chunk(PostingStore.BatchMax).Select(part => TryPostAsync(lane, part, token)).ToList());

        return Array.TrueForAll(parts, part => part is not null) ? [.. parts.SelectMany(part => part!)] : null;
    }

    /// <summary>Takes nothing more, and posts what is still waiting.</summary>
    public Task StopAsync()
    {
        lock (_lock)
        {
            _isStopping = true;
            Begin();
        }

        return Completion;
    }

    private bool TryAdd(PostingLane lane, PostingRequest request)
    {
        lock (_lock)
        {
            if (_isStopping)
            {
                return false;
            }

            lane.Add(request);
            Begin();

            return true;
        }
    }

    private void Begin()
    {
        foreach (var lane in lanes)
        {
            if (HasWork(lane) && lane.Waiting >= shareBelow)
            {
                Begin([lane], isShared: false);
            }
        }

        if (!_isSharing && lanes.Any(HasWork))
        {
            Begin([.. Enumerable.Range(_turn++, lanes.Count).Select(n => lanes[n % lanes.Count]).Where(HasWork)], isShared: true);
        }

        if (_isStopping && _posting == 0)
        {
            _drained.TrySetResult();
        }

        static bool HasWork(PostingLane lane) => !lane.IsPosting && lane.Waiting > 0;
    }

    private void Begin(PostingLane[] taken, bool isShared)
    {
        var batch = new List<PostingRequest>();
        var room = PostingStore.BatchMax;

        foreach (var lane in taken)
        {
            lane.IsPosting = true;
            room = lane.MoveTo(batch, room);
        }

        _posting++;
        _isSharing |= isShared;
        _ = Task.Run(() => PostAsync(taken, batch, isShared), CancellationToken.None);
    }

    private async Task PostAsync(PostingLane[] taken, List<PostingRequest> batch, bool isShared)
    {
        try
        {
            await PostAsync(batch);
        }
        catch (Exception fault)
        {
            _drained.TrySetException(fault);

            throw;
        }

        lock (_lock)
        {
            _posting--;
            _isSharing &= !isShared;

            foreach (var lane in taken)
            {
                lane.IsPosting = false;
            }

            Begin();
        }
    }

    private async Task PostAsync(List<PostingRequest> batch)
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
            // Whatever it is, the others go on, and nobody waits for ever.
            batch.ForEach(request => request.Outcomes.SetException(fault));
        }
    }
}
