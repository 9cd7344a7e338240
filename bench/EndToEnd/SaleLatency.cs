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

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(ComposerpApi api, string sku, int sales, CancellationToken token)
    {
        var seconds = new List<double>(sales);
        var left = 0m;

        // Once without the clock: connections are made, and what lies before is worked off.
        await SellAsync(api, sku, token);
        await Until.TrueAsync(async () => await OnHandAsync(api, sku, token) == left - 1, _limit, token);
        left--;

        for (var sale = 0; sale < sales; sale++)
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

        seconds.Sort();

        return
        [
            Figure.AtMost("sale-to-replenishment-p50-seconds", Quantile(seconds, 0.5), "s", Bar),
            Figure.AtMost("sale-to-replenishment-p99-seconds", Quantile(seconds, 0.99), "s", Bar),
        ];
    }

    private static Task SellAsync(ComposerpApi api, string sku, CancellationToken token) => api.Ledger.PostAsync(
        new Movement($"bench/{Guid.CreateVersion7():N}", "SALE", TimeProvider.System.GetUtcNow(), Scene.LiveStore, [new MovementLine(sku, 1)]), token);

    private static async Task<decimal?> OnHandAsync(ComposerpApi api, string sku, CancellationToken token) =>
        (await api.Replenishment.FindPositionAsync(Scene.LiveStore, sku, token))?.OnHand;

    // The smallest value that at least that share does not exceed.
    private static double Quantile(List<double> ascending, double share) => ascending[Math.Max(0, (int)Math.Ceiling(share * ascending.Count) - 1)];
}
