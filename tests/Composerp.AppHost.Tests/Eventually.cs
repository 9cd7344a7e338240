using Composerp.Samples.Waiting;

namespace Composerp.AppHost.Tests;

/// <summary>What one part did reaches the others as events: soon, not at once.</summary>
internal static class Eventually
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<Task<bool>> question, CancellationToken token) =>
        Assert.True(await Until.TrueAsync(question, _limit, token), $"Not so within {_limit}.");

    /// <summary>Waits for a value, and fails with the last one seen.</summary>
    public static async Task EqualAsync<T>(T expected, Func<Task<T>> actual, CancellationToken token)
    {
        var last = default(T);

        await Until.TrueAsync(async () => EqualityComparer<T>.Default.Equals(expected, last = await actual()), _limit, token);

        Assert.Equal(expected, last);
    }
}
