using System.Diagnostics;
using Composerp.Bench.Support;
using Composerp.Samples.Api;
using Composerp.Samples.Waiting;

namespace Composerp.Bench.EndToEnd;

/// <summary>Seconds from a sale sent to the ledger until replenishment answers with it: one sale after the other.</summary>
internal static class SaleLatency
{
    private const double Bar = 0.5;

    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

    /// <summary>Of an application that has nothing else to do.</summary>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(ComposerpApi api, string sku, int sales, CancellationToken token)
    {
        var seconds = await TimeAsync(api, sku, soFar => soFar < sales, token);

        return
        [
            Figure.AtMost("sale-to-replenishment-p50-seconds", Quantile(seconds, 0.5), "s", Bar),
            Figure.AtMost("sale-to-replenishment-p99-seconds", Quantile(seconds, 0.99), "s", Bar),
        ];
    }

    /// <summary>Of an application that does some work meanwhile.</summary>
    public static async Task<IReadOnlyList<Figure>> MeasureDuringAsync(Task work, ComposerpApi api, string sku, CancellationToken token)
    {
        var seconds = await TimeAsync(api, sku, _ => !work.IsCompleted, token);
        await work;

        return
        [
            Figure.Plain("sale-to-replenishment-p50-seconds-during-import", Quantile(seconds, 0.5), "s"),
            Figure.Plain("sale-to-replenishment-p99-seconds-during-import", Quantile(seconds, 0.99), "s"),
        ];
    }

    /// <returns>In ascending order.</returns>
    private static async Task<List<double>> TimeAsync(ComposerpApi api, string sku, Func<int, bool> goesOn, CancellationToken token)
    {
        var seconds = new List<double>();
        var left = (await OnHandAsync(api, sku, token) ?? 0) - 1;

        // Once without the clock: connections are made.
        await SellAsync(api, sku, token);
        await Until.TrueAsync(async () => await OnHandAsync(api, sku, token) == left, _limit, token);

        do
        {
            var started = Stopwatch.GetTimestamp();
            await SellAsync(api, sku, token);
            left--;

            while (await OnHandAsync(api, sku, token) != left)
            {
                await Task.Delay(_look, token);
            }

            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        while (goesOn(seconds.Count));

        seconds.Sort();

        return seconds;
    }

    private static Task SellAsync(ComposerpApi api, string sku, CancellationToken token) => api.Ledger.PostAsync(
        new Movement($"bench/{Guid.CreateVersion7():N}", "SALE", TimeProvider.System.GetUtcNow(), Scene.LiveStore, [new MovementLine(sku, 1)]), token);

    private static async Task<decimal?> OnHandAsync(ComposerpApi api, string sku, CancellationToken token) =>
        (await api.Replenishment.FindPositionAsync(Scene.LiveStore, sku, token))?.OnHand;

    // The smallest value that at least that share does not exceed.
    private static double Quantile(List<double> ascending, double share) => ascending[Math.Max(0, (int)Math.Ceiling(share * ascending.Count) - 1)];
}
