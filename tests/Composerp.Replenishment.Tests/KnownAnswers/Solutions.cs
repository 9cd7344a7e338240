using System.Globalization;
using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Allocation;
using Composerp.Replenishment.Domain.Modifiers;
using Composerp.Replenishment.Domain.Netting;
using Composerp.Replenishment.Domain.Ordering;
using Composerp.Replenishment.Numerics.Distributions;
using Composerp.Replenishment.Numerics.LotSizing;
using Composerp.Replenishment.Numerics.ServiceLevels;

namespace Composerp.Replenishment.Tests.KnownAnswers;

/// <summary>How each case is solved with what stands in the service.</summary>
internal static class Solutions
{
    private const decimal Ticks = 10_000m;

    public static IReadOnlyDictionary<string, Func<JsonElement, Answer>> All { get; } = new Dictionary<string, Func<JsonElement, Answer>>
    {
        ["1"] = Economic,
        ["3"] = json => Costed(EconomicOrderQuantity.AllUnits(json.Of("K"), json.Of("i"), json.Of("D"), json.Numbers("breaks"), json.Numbers("prices"))),
        ["5"] = Incremental,
        ["5b"] = Incremental,
        ["7"] = Dynamic,
        ["9"] = Dynamic,
        ["11"] = Joint,
        ["11b"] = Joint,
        ["13"] = BaseStock,
        ["13b"] = BaseStock,
        ["15"] = PoissonBaseStock,
        ["17a"] = MinMaxCosts,
        ["17b"] = MinMaxCosts,
        ["19a"] = PowerApproximation,
        ["19b"] = PowerApproximation,
        ["21a"] = ReorderPointCosts,
        ["21b"] = ReorderPointCosts,
        ["23a"] = Consumption,
        ["23b"] = Consumption,
        ["25"] = Reduction,
        ["27"] = json => new Answer().With("order", new MinMaxRule(json.Exact("min"), json.Exact("max")).Need(json.Exact("on_hand"))),
        ["29a"] = json => new Answer().With("orders", OrderModifiers.Split(json.Exact("need"), new() { MaximumQuantity = json.Exact("max_order") })),
        ["29b"] = Modified,
        ["31"] = OverSupply,
        ["33a"] = ContinuousReviewService,
        ["33b"] = json => new Answer().With(
            "ss", ContinuousReview.ReorderPointFor(Normal(json, json.Of("L")), json.Of("fill"), json.Of("Q"), Shortage.Backordered) - (json.Of("mean") * json.Of("L"))),
        ["33c"] = json => new Answer().With("ss", Normal(json, json.Of("L")).Quantile(json.Of("csl")) - (json.Of("mean") * json.Of("L"))),
        ["33d"] = PeriodicReview,
        ["35"] = VaryingPeriodicReview,
        ["37"] = VaryingLeadTime,
        ["39"] = Classes,
        ["41"] = Distribution,
        ["43"] = Shares,
        ["45a"] = Modified,
        ["45b"] = Modified,
        ["45c"] = Modified,
        ["47"] = json => new Answer().With(
            "projected", json.Exact("stock") + new PurchaseOrderLine("nut", json.Exact("ordered"), json.Exact("received"), 1, default).OnOrder),
        ["49"] = json => new Answer().With("G", json.Numbers("z").Select(NormalDistribution.Loss)),
        ["49b"] = json => new Answer().With("n", json.GetProperty("cases").EnumerateArray().Select(one => new NormalDemand(one[1].GetDouble(), one[2].GetDouble()).Loss(one[0].GetDouble()))),
        ["51"] = Intermittent,
    };

    private static Answer Economic(JsonElement json)
    {
        var best = EconomicOrderQuantity.Of(json.Of("K"), json.Of("h"), json.Of("D"));

        return new Answer().With("Q", best.Quantity).With("cost", best.Cost);
    }

    private static Answer Incremental(JsonElement json) =>
        Costed(EconomicOrderQuantity.Incremental(json.Of("K"), json.Of("i"), json.Of("D"), json.Numbers("breaks"), json.Numbers("prices")));

    private static Answer Costed(CostedQuantity best) =>
        new Answer().With("Q", best.Quantity).With("region", (double)best.Region).With("total_cost", best.Cost);

    private static Answer Dynamic(JsonElement json)
    {
        var demand = json.Numbers("demand");
        var orders = new double[demand.Length];
        var cost = DynamicLots.Write(json.Of("K"), json.Of("h"), demand, orders);

        return new Answer().With("orders", orders).With("cost", cost);
    }

    private static Answer Joint(JsonElement json)
    {
        var every = new int[json.Numbers("k").Length];
        var (interval, cost) = JointReplenishment.Write(json.Of("K"), json.Numbers("k"), json.Numbers("h"), json.Numbers("D"), every);

        return new Answer().With("m", every.Select(value => (double)value)).With("T", interval).With("cost", cost);
    }

    // Stock that covers L + R periods; a review of one where none is said.
    private static Answer BaseStock(JsonElement json)
    {
        var (level, cost) = OptimalLevels.BaseStock(Normal(json, json.Of("L") + (json.Find("R") ?? 1)), json.Of("h"), json.Of("p"));

        return new Answer().With("S", level).With("cost", cost);
    }

    private static Answer PoissonBaseStock(JsonElement json)
    {
        var (level, cost) = OptimalLevels.BaseStock(new PoissonDemand(json.Of("mean_per_period") * (json.Of("L") + 1)), json.Of("h"), json.Of("p"));

        return new Answer().With("S", level).With("cost", cost);
    }

    private static Answer MinMaxCosts(JsonElement json)
    {
        var demand = new PoissonDemand(json.Of("mean"));
        var best = OptimalLevels.MinMax(demand, demand, json.Of("K"), json.Of("h"), json.Of("p"));

        return new Answer().With("s", best.ReorderPoint).With("S", best.LevelOrQuantity).With("cost", best.Cost);
    }

    private static Answer PowerApproximation(JsonElement json)
    {
        var (point, level) = OptimalLevels.PowerApproximation(json.Of("mean"), json.Of("sd"), 0, json.Of("K"), json.Of("h"), json.Of("p"));

        return new Answer().With("s", point).With("S", level);
    }

    private static Answer ReorderPointCosts(JsonElement json)
    {
        var demand = new PoissonDemand(json.Of("lam") * json.Of("L"));
        var best = OptimalLevels.ReorderPoint(demand, json.Of("lam"), json.Of("K"), json.Of("h"), json.Of("p"));

        return new Answer().With("r", best.ReorderPoint).With("Q", best.LevelOrQuantity).With("cost", best.Cost);
    }

    // The buckets are months, the limits are said in days.
    private static Answer Consumption(JsonElement json)
    {
        const int DaysOfBucket = 30;
        var forecast = json.AllTicks("forecast");
        ForecastConsumption.Consume(forecast, json.AllTicks("orders"), (int)json.Of("early_days") / DaysOfBucket, (int)json.Of("late_days") / DaysOfBucket);

        return new Answer().With("net", Units(forecast));
    }

    private static Answer Reduction(JsonElement json)
    {
        var forecast = json.AllTicks("forecast");
        ForecastConsumption.Reduce(forecast, [.. json.AllExact("reduce_pct").Select(percent => percent / 100)]);

        return new Answer().With("net", Units(forecast));
    }

    private static Answer Modified(JsonElement json)
    {
        var terms = new LineTerms
        {
            MinimumQuantity = json.FindExact("moq") ?? json.FindExact("min") ?? 0,
            PackSize = json.FindExact("pack") ?? 0,
        };
        decimal Order(decimal need) => OrderModifiers.Apply(need, 0, terms)!.Value.Quantity;

        return json.GetProperty("need").ValueKind == JsonValueKind.Array
            ? new Answer().With("order", json.AllExact("need").Select(Order))
            : new Answer().With("order", Order(json.Exact("need")));
    }

    // A sale of 70 takes the stock to the reorder point; when it shrinks to 40, the order is too large.
    private static Answer OverSupply(JsonElement json)
    {
        var (stock, maximum) = (json.Exact("stock"), json.Exact("max"));
        var order = new MinMaxRule(json.Exact("rop"), maximum).Need(stock - json.Exact("sale"));
        var less = TimePhasedPlan.ReducibleBy(stock - json.Exact("then_sale") + order, maximum, order);

        return new Answer().With("first_order", order).With("then_reduce_by", less).With("new_po", order - less);
    }

    private static Answer ContinuousReviewService(JsonElement json)
    {
        var (demand, point) = (Normal(json, json.Of("L")), json.Of("rop"));

        return new Answer()
            .With("ss", point - demand.Mean)
            .With("csl", demand.Cumulative(point))
            .With("esc", ContinuousReview.ShortagePerCycle(demand, point))
            .With("fill", ContinuousReview.FillRate(demand, point, json.Of("Q"), Shortage.Backordered));
    }

    private static Answer PeriodicReview(JsonElement json)
    {
        var demand = Normal(json, json.Of("L") + json.Of("R"));
        var level = demand.Quantile(json.Of("csl"));

        return new Answer().With("S", level).With("ss", level - demand.Mean);
    }

    private static Answer VaryingPeriodicReview(JsonElement json)
    {
        var (days, daily) = (json.Of("L") + json.Of("R"), json.Of("d"));
        var variance = ProtectionDemand.Variance(daily, json.Of("sd"), json.Of("L"), json.Of("sdL"), json.Of("R"));

        return new Answer().With("order", new NormalDemand(daily * days, Math.Sqrt(variance)).Quantile(json.Of("csl")) - json.Of("stock"));
    }

    private static Answer VaryingLeadTime(JsonElement json)
    {
        var sigma = Math.Sqrt(ProtectionDemand.Variance(json.Of("daily"), 0, json.Of("L"), json.Of("sdL"), 0));
        var demand = new NormalDemand(json.Of("daily") * json.Of("L"), sigma);
        var point = demand.Quantile(json.Of("csl"));

        return new Answer().With("sigma", sigma).With("rop", point).With("ss", point - demand.Mean);
    }

    // A class is safe at its upper bound; its mean is taken at its middle.
    private static Answer Classes(JsonElement json)
    {
        var classes = json.GetProperty("classes").EnumerateArray().Select(one => (From: one[0].GetDouble(), To: one[1].GetDouble(), Share: one[2].GetDouble())).ToList();
        double[] shares = [.. classes.Select(one => one.Share)];
        var point = new DiscreteDemand([.. classes.Select(one => one.To)], shares).Quantile(json.Of("csl"));
        var mean = new DiscreteDemand([.. classes.Select(one => (one.From + one.To) / 2)], shares).Mean;

        return new Answer().With("rop", point).With("mean_mid", mean).With("ss", point - mean);
    }

    private static Answer Distribution(JsonElement json)
    {
        var needs = json.AllTicks("needs");
        var (planned, projected, releases) = (new long[needs.Length], new long[needs.Length], new long[needs.Length + 1]);
        var lots = new ReceiptLots(0, (long)(json.Exact("lot") * Ticks), 1);
        TimePhasedPlan.Write((long)(json.Exact("on_hand") * Ticks), needs, new long[needs.Length], (long)(json.Exact("ss") * Ticks), 0, lots, planned, projected);
        TimePhasedPlan.WriteReleases(planned, (int)json.Of("lead"), releases);

        return new Answer().With("projected", Units(projected)).With("receipts", Units(planned)).With("releases_week0_5", Units(releases));
    }

    private static Answer Shares(JsonElement json)
    {
        Claim[] claims = [.. json.AllExact("need").Select(need => new Claim(need))];
        var available = json.Exact("A");

        return new Answer()
            .With("alloc", FairShare.Exact(available, claims))
            .With("rounded", FairShare.Of(available, claims, ShareRule.Proportional, 1).Quantities);
    }

    private static Answer Intermittent(JsonElement json)
    {
        var (chance, size, periods) = (json.Of("p_demand"), json.Of("size"), (int)json.Of("periods"));
        double[] day = [1 - chance, chance];
        var sum = DemandSum.Of([.. Enumerable.Repeat(day, periods)], size);
        var answer = new Answer()
            .With("normal_98", new NormalDemand(sum.Mean, Math.Sqrt(sum.Variance)).Quantile(0.98))
            .With("empirical_98", sum.Quantile(0.98));

        for (var demands = 0; demands <= periods; demands++)
        {
            answer.With(string.Create(CultureInfo.InvariantCulture, $"cdf.{demands * size:0}"), sum.Cumulative(demands * size));
        }

        return answer;
    }

    private static NormalDemand Normal(JsonElement json, double periods) => new(json.Of("mean") * periods, json.Of("sd") * Math.Sqrt(periods));

    private static IEnumerable<decimal> Units(long[] ticks) => ticks.Select(value => value / Ticks);

    private static double Of(this JsonElement json, string name) => json.GetProperty(name).GetDouble();

    private static double? Find(this JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetDouble() : null;

    private static decimal Exact(this JsonElement json, string name) => json.GetProperty(name).GetDecimal();

    private static decimal? FindExact(this JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetDecimal() : null;

    private static double[] Numbers(this JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    private static decimal[] AllExact(this JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(value => value.GetDecimal())];

    private static long[] AllTicks(this JsonElement json, string name) => [.. json.AllExact(name).Select(value => (long)(value * Ticks))];
}
