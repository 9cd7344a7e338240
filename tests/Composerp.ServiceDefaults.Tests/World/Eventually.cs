using System.Diagnostics;

namespace Composerp.ServiceDefaults.Tests.World;

/// <summary>Waits for a condition, never for a duration.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task HoldsAsync(string what, Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();

        while (!await condition())
        {
            Assert.True(clock.Elapsed < Limit, $"Not within {Limit}: {what}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
