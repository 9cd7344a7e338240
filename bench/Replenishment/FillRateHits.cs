using Composerp.Bench.Support;
using Composerp.Replenishment.Domain.Ordering;
using Composerp.Replenishment.Domain.Simulation;
using Composerp.Replenishment.Numerics.Distributions;
using Composerp.Replenishment.Numerics.ServiceLevels;
using Composerp.Replenishment.Numerics.Simulation;

namespace Composerp.Bench.Replenishment;

/// <summary>How often the achieved fill rate of a segment comes within one point of its target.</summary>
/// <remarks>
/// A segment is 30 items of one demand pattern, one ordering rule, one target, one answer to shortage, and fixed or varying
/// lead times. The levels are calculated from the moments of a history of three years, which ends before the ten
/// simulated ones begin.
/// </remarks>
internal sealed class FillRateHits(int items, int days)
{
    private const double Point = 0.01;
    private const int HistoryDays = 1_095;
    private const int WarmUpDays = 365;

    private static readonly double[] _targets = [0.90, 0.93, 0.95, 0.97, 0.99];

    private static readonly PolicyForm[] _forms = [PolicyForm.OrderUpTo, PolicyForm.ReorderPoint, PolicyForm.MinMax];

    public IEnumerable<Figure> Measure()
    {
        var segments =
            from pattern in new[] { "smooth", "intermittent" }
            from shortage in new[] { Shortage.Backordered, Shortage.Lost }
            from isVarying in new[] { false, true }
            from form in _forms
            from target in _targets
            select new Segment(pattern, shortage, isVarying, form, target);
        var results = segments.AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(Run).ToList();

        foreach (var group in results.GroupBy(result => (result.Segment.Pattern, result.Segment.Shortage)))
        {
            var name = $"fill-rate-hit-{group.Key.Pattern}-{(group.Key.Shortage == Shortage.Lost ? "lost" : "backordered")}";
            yield return new(name, Share(group, result => result.Own), "share", Share(group, result => result.Normal));
        }

        foreach (var result in results.Where(result => Math.Abs(result.Own - result.Segment.Target) > Point))
        {
            Console.WriteLine(FormattableString.Invariant($"  missed: {result.Segment} own {result.Own:0.0000} normal {result.Normal:0.0000}"));
        }

        var share = Share(results, result => result.Own);
        yield return new("fill-rate-hit-share", share, "share", Share(results, result => result.Normal), Bar: 0.9, Met: share >= 0.9);
    }

    private static double Share(IEnumerable<Result> results, Func<Result, double> achieved) =>
        results.Average(result => Math.Abs(achieved(result) - result.Segment.Target) <= Point ? 1.0 : 0.0);

    private Result Run(Segment segment)
    {
        var (own, normal) = (new double[2], new double[2]);

        for (var item = 0; item < items; item++)
        {
            // The same items and the same demand for every segment of a pattern.
            var random = new Random(1_000 + item);
            var law = segment.Pattern == "smooth" ? DemandLaws.Smooth(random) : DemandLaws.Intermittent(random);
            var (review, lead) = (random.Next(1, 8), random.Next(2, 15));
            var history = law.Path(HistoryDays, random.NextDouble);
            var demand = law.Path(days, random.NextDouble);
            int[] leadTimes = segment.IsVarying
                ? [.. Enumerable.Range(0, 997).Select(_ => lead + (random.Next(4) switch { 0 => -1, 3 => 2, _ => 0 }))]
                : [lead];
            var mean = history.Average();
            var variance = history.Average(value => (value - mean) * (value - mean));
            var lot = Math.Max(1, Math.Round(mean * random.Next(3, 15)));
            var outlook = SimulatedRule.OutlookOf(ChancesOf(leadTimes), review, history);
            var aim = new ServiceAim(segment.Form, ServiceKind.FillRate, segment.Target, segment.Shortage, review, lot, 1, LevelRounding.Nearest);

            var parameters = CalculatedParameters.Of(aim, outlook);
            Add(own, new(parameters.ReorderPoint, parameters.OrderUpTo, segment.Form == PolicyForm.ReorderPoint ? lot : 0, review));
            Add(normal, PlainNormal(segment, mean, variance, review, lead, leadTimes, lot));

            void Add(double[] sums, StockRule rule)
            {
                var result = StockSimulation.Run(demand, leadTimes, rule, segment.Shortage, Math.Max(0, rule.Level), WarmUpDays);
                sums[0] += result.Served;
                sums[1] += result.Demand;
            }
        }

        return new(segment, own[0] / own[1], normal[0] / normal[1]);
    }

    // What the textbooks' formula says: normal demand by moments, one loss term, nothing of undershoot.
    private static StockRule PlainNormal(Segment segment, double mean, double variance, int review, int lead, int[] leadTimes, double lot)
    {
        var isOrderUpTo = segment.Form == PolicyForm.OrderUpTo;
        var meanLead = segment.IsVarying ? leadTimes.Average() : lead;
        var leadDeviation = Math.Sqrt(leadTimes.Average(days => (days - meanLead) * (days - meanLead)));
        var cover = isOrderUpTo ? review : 0;
        var deviation = Math.Sqrt(ProtectionDemand.Variance(mean, Math.Sqrt(variance), meanLead, leadDeviation, cover));
        var demand = new NormalDemand(mean * (meanLead + cover), deviation);
        var quantity = isOrderUpTo ? mean * review : lot;
        var point = Math.Ceiling(ContinuousReview.ReorderPointFor(demand, segment.Target, quantity, segment.Shortage));

        return new(point, isOrderUpTo ? point : point + lot, segment.Form == PolicyForm.ReorderPoint ? lot : 0, review);
    }

    private static double[] ChancesOf(int[] leadTimes)
    {
        var chances = new double[leadTimes.Max() + 1];

        foreach (var days in leadTimes)
        {
            chances[days] += 1.0 / leadTimes.Length;
        }

        return chances;
    }

    private sealed record Segment(string Pattern, Shortage Shortage, bool IsVarying, PolicyForm Form, double Target);

    private sealed record Result(Segment Segment, double Own, double Normal);
}
