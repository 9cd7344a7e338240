using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Modifiers;
using Composerp.Replenishment.Domain.Ordering;
using Composerp.Replenishment.Numerics.ServiceLevels;

namespace Composerp.Replenishment.Tests.Sequences;

/// <summary>One item of the location that a sequence lives through.</summary>
internal sealed class StockedItem(string sku, SupplyTerms terms, OrderPolicy policy, PolicyLimits? limits, Forecast forecast)
{
    public string Sku => sku;

    public SupplyTerms Terms => terms;

    public PolicyLimits? Limits => limits;

    public decimal OnHand { get; set; }

    /// <summary>What a run may lead the position to.</summary>
    public decimal PositionMax { get; set; }

    /// <summary>Somebody ordered more by hand, or more came than was ordered: the position may be higher than any run would make it.</summary>
    public bool IsRaised { get; set; }

    public static StockedItem Draw(string sku, DateOnly today, Random random)
    {
        var mean = (float)Math.Round(0.3 + (6 * random.NextDouble()), 2);
        var terms = new SupplyTerms("ACME", random.Next(0, 9), random.Next(3) == 0 ? random.Next(1, 30) : 0, random.Next(1, 8), 2.5m);

        return new(sku, terms, DrawPolicy(random), DrawLimits(random), ForecastOf(mean, today)) { OnHand = random.Next(0, 40) };
    }

    public ItemLocationSnapshot SnapshotOn(DateOnly date, StockPosition position, IReadOnlyList<DatedQuantity> receipts, OpenProposal? open) => new(
        new("L1", sku), new(date, "UTC", null, AllowsNegative: false), IsItemKnown: true, policy, "ACME", terms, position, forecast)
    {
        Limits = limits,
        IsWhole = true,
        Receipts = receipts,
        Open = open,
    };

    public override string ToString() => $"{sku}: {policy} {terms} {limits}";

    private static OrderPolicy DrawPolicy(Random random)
    {
        var minimum = random.Next(0, 25);
        var target = new ServiceTarget(
            random.Next(2) == 0 ? ServiceKind.FillRate : ServiceKind.CycleService, 0.8 + (0.19 * random.NextDouble()),
            (DistributionChoice)random.Next(0, 4), Shortage.Backordered, LevelRounding.Up);

        return random.Next(10) switch
        {
            < 3 => new MinMaxPolicy(minimum, minimum + random.Next(0, 40)),
            3 => new OrderUpToPolicy(target.Target, random.Next(1, 8)),
            4 => new CalculatedPolicy(PolicyForm.ReorderPoint, null, random.Next(1, 8), minimum, random.Next(1, 30), null, null),
            5 => new CalculatedPolicy((PolicyForm)random.Next(0, 3), target, random.Next(1, 8), null, random.Next(1, 20), null, null),
            6 => new DaysOfCoverPolicy(random.Next(0, 5), random.Next(5, 20)),
            7 => new ManualPolicy(),
            _ => new TimePhasedPolicy(random.Next(0, 12), null, random.Next(1, 8), random.Next(1, 15)),
        };
    }

    private static PolicyLimits? DrawLimits(Random random) => random.Next(3) > 0 ? null : new(
        random.Next(2) == 0 ? random.Next(20, 80) : null,
        (MaximumRule)random.Next(0, 2),
        random.Next(3) == 0 ? random.Next(3, 30) : null,
        0,
        random.Next(2) == 0 ? random.Next(1, 5) : 0,
        random.Next(2) == 0 ? 0.2m : 0);

    private static Forecast ForecastOf(float mean, DateOnly today)
    {
        const int Days = 40;
        double[] levels = [0.1, 0.5, 0.9, 0.99];
        float[] steps = [-1.2816f, 0, 1.2816f, 2.3263f];

        return new(
            Guid.Empty, "drawn", today.AddDays(-1), [.. Enumerable.Repeat(mean, Days)], [.. Enumerable.Repeat(0.7f * mean, Days)], null, levels,
            [.. steps.SelectMany(z => Enumerable.Repeat(Math.Max(0, mean + (0.7f * mean * z)), Days))]);
    }
}
