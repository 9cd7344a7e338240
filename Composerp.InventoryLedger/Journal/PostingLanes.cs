using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;
using Microsoft.Extensions.Options;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Leads movements to the lanes in which they are posted.</summary>
/// <remarks>
/// Each lane owns every n-th shard, and is posted by one batch at a time, so that batches do not wait on each other's
/// locks. What spans two lanes goes through a lane of its own, which waits for the others' locks like another replica would.
/// The lanes end after everything else: requests and messages that are under way when the service is told to stop are posted.
/// </remarks>
internal sealed class PostingLanes : BackgroundService, IHostedLifecycleService
{
    private readonly PastMovements _past;
    private readonly PostingLane[] _lanes;
    private readonly PostingLane _crossing = new();
    private readonly GroupCommit _group;
    private int _waiting;

    public PostingLanes(PostingStore store, PastMovements past, IOptions<PostingOptions> options)
    {
        _past = past;
        _lanes = [.. Enumerable.Range(0, options.Value.Lanes).Select(_ => new PostingLane())];
        _group = new(store, [.. _lanes, _crossing], options.Value.ShareBelow);
        WaitingMax = options.Value.WaitingMax;
    }

    /// <summary>The most movements that are taken at once, from all callers together.</summary>
    public int WaitingMax { get; }

    /// <summary>Posts movements in the order given, among each other and after what was sent before them.</summary>
    /// <returns>
    /// Null where too many wait already, or the service has stopped: the caller may send the same again in a second.
    /// </returns>
    public async Task<IReadOnlyList<PostingOutcome>?> TryPostAsync(IReadOnlyList<Movement> movements, CancellationToken token)
    {
        if (Interlocked.Add(ref _waiting, movements.Count) > WaitingMax)
        {
            Interlocked.Add(ref _waiting, -movements.Count);

            return null;
        }

        try
        {
            return await PostInLanesAsync(await _past.ResolveAsync(movements, token), token);
        }
        finally
        {
            Interlocked.Add(ref _waiting, -movements.Count);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Not yet: the HTTP server and the consumers stop at the same time, and still have something to post.</summary>
    public override Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => base.StopAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stoppingToken.Register(stopping.SetResult);
        await Task.WhenAny(stopping.Task, _group.Completion);
        await _group.StopAsync();
    }

    private async Task<IReadOnlyList<PostingOutcome>?> PostInLanesAsync(IReadOnlyList<Movement> movements, CancellationToken token)
    {
        var lanes = movements.Select(LaneOf).ToArray();

        if (lanes.Distinct().Count() == 1)
        {
            return await _group.TryPostAsync(lanes[0], movements, token);
        }

        // A transfer ties lanes together: what is sent with it stays in its order. Without one, lanes know no order.
        if (lanes.Contains(_crossing))
        {
            return await _group.TryPostAsync(_crossing, movements, token);
        }

        return await PostSideBySideAsync(movements, lanes, token);
    }

    private async Task<IReadOnlyList<PostingOutcome>?> PostSideBySideAsync(
        IReadOnlyList<Movement> movements, PostingLane[] lanes, CancellationToken token)
    {
        var groups = Enumerable.Range(0, movements.Count).GroupBy(n => lanes[n]).Select(group => (Lane: group.Key, Places: group.ToArray()));
        var outcomes = new PostingOutcome[movements.Count];

        var posted = await Task.WhenAll(groups.Select(async group =>
        {
            var answers = await _group.TryPostAsync(group.Lane, [.. group.Places.Select(n => movements[n])], token);

            for (var n = 0; n < answers?.Count; n++)
            {
                outcomes[group.Places[n]] = answers[n];
            }

            return answers is not null;
        }));

        return posted.All(isPosted => isPosted) ? outcomes : null;
    }

    private PostingLane LaneOf(Movement movement)
    {
        PostingLane? found = null;

        foreach (var location in Legs.LocationsOf(movement))
        {
            var lane = _lanes[Shards.OfLocation(location.Value) % _lanes.Length];

            if (found is not null && found != lane)
            {
                return _crossing;
            }

            found = lane;
        }

        return found ?? _crossing;
    }
}
