namespace Composerp.Tests.Support;

/// <summary>Waits for a condition, never for a duration.</summary>
public static class Eventually
{
    /// <summary>Long, since it costs time only where a test fails: a busy machine must not fail one.</summary>
    public static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns once the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not hold within the limit; names <paramref name="what"/> was waited for.</exception>
    public static Task HoldsAsync(
        Func<bool> condition, string what, CancellationToken token, TimeSpan? limit = null) =>
        HoldsAsync(_ => Task.FromResult(condition()), what, token, limit);

    /// <inheritdoc cref="HoldsAsync(Func{bool}, string, CancellationToken, TimeSpan?)"/>
    public static async Task HoldsAsync(
        Func<CancellationToken, Task<bool>> condition, string what, CancellationToken token, TimeSpan? limit = null)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(token);
        ended.CancelAfter(limit ?? DefaultLimit);
        try
        {
            while (!await condition(ended.Token))
            {
                await Task.Delay(Poll, ended.Token);
            }
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new TimeoutException($"Not within {limit ?? DefaultLimit}: {what}.");
        }
    }
}
