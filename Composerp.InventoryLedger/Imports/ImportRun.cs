using System.Threading.Tasks.Dataflow;
using Composerp.InventoryLedger.Journal;
using Npgsql;

namespace Composerp.InventoryLedger.Imports;

/// <summary>One import: reads rows, posts them in batches of a few lanes, and says every second how far it is.</summary>
internal sealed class ImportRun<TValue>(string id, bool isDryRun, IRowImport<TValue> import, ImportStore imports, TimeProvider time)
    where TValue : class
{
    // Rows of a lane concern the same few shards, so that lanes do not wait on each other; two cores keep four busy.
    private const int LaneCount = 4;

    private static readonly TimeSpan _sign = TimeSpan.FromSeconds(1);

    private readonly ImportTally _tally = new();

    /// <param name="stopping">The service stops: what was read is posted, the rest is for another replica, or later.</param>
    /// <returns>Why the file was not read to its end; null where it was.</returns>
    public async Task<FileFault?> RunAsync(IRowFile file, CancellationToken stopping, CancellationToken token)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(token);
        var signs = SaveRegularlyAsync(ended.Token);
        var isWhole = false;

        try
        {
            isWhole = await PostAsync(file, stopping, token);
        }
        finally
        {
            await ended.CancelAsync();
            await signs;
        }

        await SaveAsync(token);

        return isWhole ? file.Fault : FileFault.Interrupted(file.Line);
    }

    public async Task SaveAsync(CancellationToken token)
    {
        var (counts, errors) = _tally.Take();
        await imports.SaveAsync(id, counts, errors, token);
    }

    /// <returns>False where the service stopped before the end of the file.</returns>
    private async Task<bool> PostAsync(IRowFile file, CancellationToken stopping, CancellationToken token)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(token, stopping);
        var lanes = Enumerable.Range(0, LaneCount).Select(_ => new Lane(this, token)).ToArray();
        var isWhole = true;

        try
        {
            while (await file.ReadAsync(reading.Token))
            {
                _tally.AddRow();

                if (FindPending(file.Row()) is { } pending && !await lanes[import.LaneOf(pending.Value) % LaneCount].TryAddAsync(pending, token))
                {
                    // A lane that takes no more has failed: its task says why.
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !token.IsCancellationRequested)
        {
            isWhole = false;
        }

        await Task.WhenAll(lanes.Select(lane => lane.EndAsync(token)));

        return isWhole;
    }

    private PendingRow<TValue>? FindPending(ImportRow row)
    {
        if (row.IsSound && import.Read(row) is { } value)
        {
            return new(row, value);
        }

        _tally.Refuse(row.Errors);

        return null;
    }

    private async Task PostAsync(PendingRow<TValue>[] rows, CancellationToken token) =>
        _tally.Add(await import.PostAsync(rows, isDryRun, token));

    private async Task SaveRegularlyAsync(CancellationToken token)
    {
        using var timer = new PeriodicTimer(_sign, time);

        while (!token.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(token);
                await imports.SaveAsync(id, _tally.Counts, [], token);
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                // The import has ended; the last word is said by whoever ended it.
            }
            catch (NpgsqlException fault) when (fault.IsTransient)
            {
                // Posting meets the same fault, and knows whether the import survives it.
            }
        }
    }

    /// <summary>Collects rows and posts them, one batch at a time, while the next is being read.</summary>
    private sealed class Lane
    {
        private readonly ActionBlock<PendingRow<TValue>[]> _posting;
        private readonly List<PendingRow<TValue>> _rows = new(PostingStore.BatchMax);

        public Lane(ImportRun<TValue> run, CancellationToken token) => _posting = new(
            rows => run.PostAsync(rows, token),
            new() { BoundedCapacity = 2, CancellationToken = token });

        public async ValueTask<bool> TryAddAsync(PendingRow<TValue> row, CancellationToken token)
        {
            _rows.Add(row);

            return _rows.Count < PostingStore.BatchMax || await TrySendAsync(token);
        }

        public async Task EndAsync(CancellationToken token)
        {
            if (_rows.Count > 0)
            {
                await TrySendAsync(token);
            }

            _posting.Complete();
            await _posting.Completion;
        }

        private async Task<bool> TrySendAsync(CancellationToken token)
        {
            PendingRow<TValue>[] rows = [.. _rows];
            _rows.Clear();

            return await _posting.SendAsync(rows, token);
        }
    }
}
