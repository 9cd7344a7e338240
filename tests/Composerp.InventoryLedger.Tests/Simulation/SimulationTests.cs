using System.Globalization;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Simulation;

/// <summary>
/// Clients, what they tell, faults and their times from one seed, against the whole ledger over HTTP.
/// COMPOSERP_SIMULATION_SEED replays one seed, COMPOSERP_SIMULATION_RUNS tries many that nobody tried before.
/// </summary>
public sealed class SimulationTests
{
    private const int Commands = 240;

    // Two of them tell the same.
    private static readonly int[] _tellers = [1, 2, 3, 3];

    public static TheoryData<int> Seeds { get; } = Setting("COMPOSERP_SIMULATION_SEED") is { } seed ? [seed]
        : Setting("COMPOSERP_SIMULATION_RUNS") is { } runs ? [.. Enumerable.Range(0, runs).Select(_ => Random.Shared.Next())]
        : [1, 2];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_happens_nothing_is_lost_doubled_or_made_up(int seed)
    {
        var schedule = Fault.Schedule(new(seed), Commands);

        // Where a story has a meaning apart from its order, the outcome is held against the meaning, too.
        var (isPlain, replicas) = (seed % 2 == 0, 1 + (seed % 3 % 2));
        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine($"COMPOSERP_SIMULATION_SEED={seed}: {replicas} replicas, {string.Join(", ", schedule)}");

        await using var ledger = await SimulatedLedger.StartAsync(replicas, Token);
        var history = new History();
        using var progress = new Progress(Token);
        var clients = _tellers.Select((teller, number) => new SimulatedClient(
            new(isPlain, teller, new(HashCode(seed, teller))), new(HashCode(seed, 10 + number)), ledger.Replicas, history));

        await AllOrNoneAsync([.. clients.Select(client => RunAsync(client, progress)), SufferAsync(ledger, history, schedule, progress)], progress);

        output?.WriteLine($"{history.Count(Fate.Posted)} posted, {history.Count(Fate.Refused)} refused, {history.Count(Fate.Unknown)} unknown.");
        Assert.True(history.Count(Fate.Posted) > Commands / 10, "Hardly anything was posted.");
        await Aftermath.AssertIsSoundAsync(ledger, history, isPlain, Token);
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : null;

    private static int HashCode(int seed, int number) => unchecked((seed * 1_000) + number);

    private static async Task RunAsync(SimulatedClient client, Progress progress)
    {
        for (var n = 0; n < Commands / _tellers.Length; n++)
        {
            await progress.MayGoOnAsync();
            await client.SendNextAsync(n % 4 == 0 ? 4 : 1, progress.Token);
            progress.Step();
        }
    }

    private static async Task SufferAsync(SimulatedLedger ledger, History history, IReadOnlyList<Fault> schedule, Progress progress)
    {
        foreach (var fault in schedule)
        {
            await progress.ReachesAsync(fault.At);
            await ledger.SufferAsync(fault, history, () => progress.IsOver, progress.Token);
        }

        progress.FearNothing();
    }

    /// <summary>Where one of them fails, the others would wait for ever for what it does not do any more.</summary>
    private static async Task AllOrNoneAsync(Task[] tasks, Progress progress)
    {
        await foreach (var ended in Task.WhenEach(tasks))
        {
            if (!ended.IsCompletedSuccessfully)
            {
                await progress.EndAsync();
                await ended;
            }
        }
    }

    /// <summary>How many commands have been sent. Faults wait for commands, and commands for faults that take long.</summary>
    private sealed class Progress(CancellationToken token) : IDisposable
    {
        private const int AheadMax = Commands / 10;
        private const int AheadMin = 8;

        private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(token);
        private volatile int _limit;
        private int _steps;

        public CancellationToken Token => _end.Token;

        public bool IsOver => Volatile.Read(ref _steps) >= Commands;

        public void Step() => Interlocked.Increment(ref _steps);

        public Task MayGoOnAsync() => IsReachedAsync(() => Volatile.Read(ref _steps) < _limit, "the next fault has come");

        public Task ReachesAsync(int steps)
        {
            // Whatever comes comes while somebody sends.
            _limit = Math.Max(steps + AheadMax, Volatile.Read(ref _steps) + AheadMin);

            return IsReachedAsync(() => Volatile.Read(ref _steps) >= steps, $"{steps} commands are sent");
        }

        public void FearNothing() => _limit = int.MaxValue;

        public Task EndAsync() => _end.CancelAsync();

        public void Dispose() => _end.Dispose();

        private Task IsReachedAsync(Func<bool> condition, string what) => Eventually.HoldsAsync(condition, what, Token, TimeSpan.FromMinutes(10));
    }
}
