using System.Diagnostics;
using Composerp.Bench.Support;
using Composerp.Replenishment.Domain.Netting;
using Composerp.Replenishment.Domain.Ordering;
using Composerp.Replenishment.Numerics.Distributions;
using Composerp.Replenishment.Numerics.ServiceLevels;

namespace Composerp.Bench.Replenishment;

/// <summary>How long the mathematics of one item-location takes, on one thread.</summary>
internal static class Speeds
{
    private const int Buckets = 91;

    public static IEnumerable<Figure> Measure(int count)
    {
        var random = new Random(1);
        long[] demand = [.. Enumerable.Range(0, Buckets).Select(_ => 10_000L * random.Next(0, 9))];
        var (receipts, planned, projected) = (new long[Buckets], new long[Buckets], new long[Buckets]);
        yield return Figure.Plain("netting-91-buckets", Microseconds(count * 10, n =>
            TimePhasedPlan.Write(400_000 + n, demand, receipts, 100_000, 5, new(0, 120_000, 7), planned, projected)), "us");

        double[] sums = [.. Enumerable.Range(1, 30).Select(days => (double)days)];
        double[] leadTimes = [0, 0, 0, 0, 0, 0.2, 0.6, 0.2];

        foreach (var shortage in Enum.GetValues<Shortage>())
        {
            var aim = new ServiceAim(PolicyForm.OrderUpTo, ServiceKind.FillRate, 0.97, shortage, 7, 0, 1, LevelRounding.Nearest);
            var runs = shortage == Shortage.Lost ? Math.Max(20, count / 100) : count;
            yield return Figure.Plain($"fill-rate-level-{(shortage == Shortage.Lost ? "lost" : "backordered")}", Microseconds(runs, n =>
            {
                var mean = 0.2 + (n % 50);
                CalculatedParameters.Of(aim, new(leadTimes, Times(mean), Times(2 * mean), DemandForm.Fitting, IsWhole: true));
            }), "us");
        }

        double[] Times(double factor) => [.. sums.Select(days => days * factor)];
    }

    private static double Microseconds(int count, Action<int> work)
    {
        for (var warmUp = 0; warmUp < count / 10; warmUp++)
        {
            work(warmUp);
        }

        var started = Stopwatch.GetTimestamp();

        for (var n = 0; n < count; n++)
        {
            work(n);
        }

        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / count;
    }
}
