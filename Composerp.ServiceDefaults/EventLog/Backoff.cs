namespace Composerp.ServiceDefaults.EventLog;

/// <summary>Waits before trying again: 50 ms, doubling up to 10 s, each time between half of that and all of it.</summary>
internal sealed class Backoff(TimeProvider time)
{
    private const double FirstMilliseconds = 50;
    private const double LongestMilliseconds = 10_000;
    private int _failures;

    public void Reset() => _failures = 0;

    public Task WaitAsync(CancellationToken token) => Task.Delay(Next(), time, token);

    /// <summary>How long to wait now; longer every time.</summary>
    public TimeSpan Next()
    {
        var longest = Math.Min(LongestMilliseconds, FirstMilliseconds * Math.Pow(2, _failures));
        _failures = Math.Min(_failures + 1, 16);

        // Replicas that failed together shall not try again together.
        return TimeSpan.FromMilliseconds(longest * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}
