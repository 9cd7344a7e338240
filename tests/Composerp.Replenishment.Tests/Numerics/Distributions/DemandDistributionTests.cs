using Composerp.Replenishment.Numerics.Distributions;

namespace Composerp.Replenishment.Tests.Numerics.Distributions;

/// <summary>Reference values by exact summation of the series with 120 digits.</summary>
public sealed class DemandDistributionTests
{
    private const double Relative = 2e-12;

    // shape, units (of scale 1), P(demand <= units), P(demand > units)
    [Theory]
    [InlineData(0.5, 0.1, 0.34527915398142295, 0.65472084601857705)]
    [InlineData(0.5, 20, 0.99999999974603715, 2.5396285894708649e-10)]
    [InlineData(3.5, 1.25, 0.072902934986526238, 0.92709706501347378)]
    [InlineData(3.5, 40, 0.99999999999998623, 1.377501829742615e-14)]
    [InlineData(100, 150, 0.99999407545966457, 5.9245403354839159e-06)]
    [InlineData(100, 60, 1.4815276326460468e-06, 0.99999851847236731)]
    [InlineData(10_000, 10_500, 0.9999995724127545, 4.2758724550596475e-07)]
    [InlineData(10_000, 9_500, 1.8624546517951551e-07, 0.99999981375453484)]
    public void Gamma_demand_has_the_tails_of_the_exact_series(double shape, double units, double lower, double upper)
    {
        var demand = new GammaDemand(shape, shape);

        AssertClose(lower, demand.Cumulative(units));
        AssertClose(upper, demand.Upper(units));
        AssertClose(units, lower < 0.5 || upper > 1e-3 ? demand.Quantile(lower) : units);
    }

    [Theory]
    [InlineData(0.5, 20, 2.4828798818620045e-10)]
    [InlineData(3.5, 1.25, 2.2742208886430046)]
    [InlineData(3.5, 40, 1.4645263581665087e-14)]
    [InlineData(100, 150, 1.6344906763200002e-05)]
    [InlineData(10_000, 10_500, 8.3614295180700825e-06)]
    public void Gamma_demand_has_the_shortage_of_the_exact_series(double shape, double units, double loss) =>
        AssertClose(loss, new GammaDemand(shape, shape).Loss(units), 1e-9);

    [Theory]
    [InlineData(0.3, 5, 7.8347157285517621e-07, 8.18154298222108e-07)]
    [InlineData(4.5, 2, 0.82642192908996392, 2.5722084774985752)]
    [InlineData(90, 105, 0.054011859195077873, 0.25941268357528879)]
    [InlineData(90, 200, 5.9011902950804168e-24, 1.0578032665198675e-23)]
    [InlineData(1_000, 1_300, 5.2805260268204593e-20, 2.2402830563568308e-19)]
    public void Poisson_demand_has_the_tail_and_shortage_of_the_exact_sum(double mean, double units, double upper, double loss)
    {
        AssertClose(upper, new PoissonDemand(mean).Upper(units));
        AssertClose(loss, new PoissonDemand(mean).Loss(units), 1e-9);
    }

    [Theory]
    [InlineData(0.5, 2, 3, 0.040170099599306473, 0.1229322069630796)]
    [InlineData(4.2, 31, 20, 0.022089146328977481, 0.15261517367402735)]
    [InlineData(4.2, 31, 250, 2.9253610483502572e-17, 2.141524272938559e-16)]
    [InlineData(80, 95, 70, 0.83504030992007616, 10.713842478974385)]
    [InlineData(80, 95, 180, 3.2277918815224462e-18, 6.7650412294512027e-18)]
    [InlineData(1_500, 90_000, 3_500, 2.8605722069737068e-07, 2.8163831660427585e-05)]
    [InlineData(2, 2.001, 9, 4.6833068333298537e-05, 5.6842799956389212e-05)]
    public void Negative_binomial_demand_has_the_tail_and_shortage_of_the_exact_sum(double mean, double variance, double units, double upper, double loss)
    {
        AssertClose(upper, new NegativeBinomialDemand(mean, variance).Upper(units), 1e-9);
        AssertClose(loss, new NegativeBinomialDemand(mean, variance).Loss(units), 1e-8);
    }

    // A fixed set of every form, from slow movers to fast ones.
    public static TheoryData<string> Forms => new(_forms.Keys);

    private static readonly Dictionary<string, IDemandDistribution> _forms = new()
    {
        ["normal"] = new NormalDemand(50, 12),
        ["certain"] = new NormalDemand(50, 0),
        ["gamma, skewed"] = new GammaDemand(3, 40),
        ["gamma, regular"] = new GammaDemand(500, 900),
        ["poisson, slow"] = new PoissonDemand(0.2),
        ["poisson, fast"] = new PoissonDemand(250),
        ["negative binomial, slow"] = new NegativeBinomialDemand(0.4, 3),
        ["negative binomial, fast"] = new NegativeBinomialDemand(120, 700),
        ["discrete"] = new DiscreteDemand([0, 2.5, 3, 8], [0.4, 0.3, 0.2, 0.1]),
        ["sample"] = DiscreteDemand.OfSample([3, 0, 0, 7, 3, 1]),
        ["quantiles"] = new QuantileTable([0.05, 0.25, 0.5, 0.75, 0.95, 0.99], [0, 0, 2, 5, 5, 11]),
        ["two lead times"] = new MixedDemand([3, 1], [new NegativeBinomialDemand(4, 9), new NegativeBinomialDemand(14, 35)]),
        ["mixed forms"] = new MixedDemand([0.5, 0.5], [new GammaDemand(4, 9), new NormalDemand(14, 5)]),
    };

    [Theory, MemberData(nameof(Forms))]
    public void The_quantile_is_the_smallest_stock_that_suffices(string form)
    {
        var demand = _forms[form];

        foreach (var probability in Enumerable.Range(1, 199).Select(n => n / 200.0).Concat([1e-6, 0.9999, 1 - 1e-9]))
        {
            var stock = demand.Quantile(probability);
            var less = demand.IsWhole ? stock - 1 : stock - (1e-6 * Math.Max(1, Math.Abs(stock)));

            Assert.True(demand.Cumulative(stock) >= probability - 1e-10, $"{probability}: {stock} is too little.");
            Assert.True(demand.Cumulative(less) < probability + 1e-12, $"{probability}: {stock} is too much.");
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Both_tails_make_one(string form)
    {
        var demand = _forms[form];

        for (var stock = -2.0; stock < 100; stock += 0.5)
        {
            Assert.Equal(1, demand.Cumulative(stock) + demand.Upper(stock), 1e-12);
        }
    }

    // E[(D - s)+] is the integral of P(D > x) from s on, here between two stocks by the midpoint rule.
    [Theory, MemberData(nameof(Forms))]
    public void The_shortage_is_the_integral_of_the_stock_out_chance(string form)
    {
        const int Steps = 20_000;
        var demand = _forms[form];
        var (from, to) = (demand.Mean - 1.37, demand.Mean + (3 * Math.Sqrt(demand.Variance)) + 1);
        var width = (to - from) / Steps;

        var integral = Enumerable.Range(0, Steps).Sum(n => demand.Upper(from + ((n + 0.5) * width)) * width);

        Assert.Equal(integral, demand.Loss(from) - demand.Loss(to), 2e-3);
        Assert.Equal(demand.Mean + 1e6, demand.Loss(-1e6), 1e-3);
        Assert.True(demand.Loss(to) >= 0);
    }

    [Theory, MemberData(nameof(Forms))]
    public void Mean_and_variance_are_those_of_the_quantiles(string form)
    {
        const int Draws = 20_000;
        var demand = _forms[form];
        var drawn = Enumerable.Range(0, Draws).Select(n => demand.Quantile((n + 0.5) / Draws)).ToArray();
        var mean = drawn.Average();

        Assert.Equal(demand.Mean, mean, 0.003 * Math.Max(1, demand.Mean));
        Assert.Equal(demand.Variance, drawn.Average(value => (value - mean) * (value - mean)), 0.01 * Math.Max(1, demand.Variance));
    }

    [Theory]
    [InlineData(DemandForm.NegativeBinomial, 3, 9, true)]
    [InlineData(DemandForm.NegativeBinomial, 3, 3, true)]
    [InlineData(DemandForm.Gamma, 3, 1, true)]
    [InlineData(DemandForm.Gamma, 3, 9, false)]
    [InlineData(DemandForm.Normal, 300, 100, false)]
    [InlineData(DemandForm.Gamma, 50_000, 1e9, true)]
    public void The_fitting_form_follows_unit_and_variance(DemandForm expected, double mean, double variance, bool isWhole)
    {
        Assert.Equal(expected, DemandForms.Fitting(mean, variance, isWhole));
        Assert.Equal(mean, DemandForms.Of(DemandForm.Fitting, mean, variance, isWhole).Mean);
        Assert.Equal(variance, DemandForms.Of(DemandForm.Fitting, mean, variance, isWhole).Variance, 1e-9 * variance);
    }

    [Fact]
    public void Demand_that_varies_as_the_poisson_does_is_poisson() =>
        Assert.IsType<PoissonDemand>(DemandForms.Of(DemandForm.Fitting, 3, 3, isWhole: true));

    [Fact]
    public void Several_lead_times_are_mixed_not_averaged()
    {
        double[] leadTimes = new double[22];
        (leadTimes[3], leadTimes[21]) = (0.8, 0.2);

        var demand = ProtectionDemand.Of(leadTimes, days => new PoissonDemand(2.0 * (days + 2)));

        // Of five deliveries one is late: to be safe in 9 of 10 cases, its days must be covered for the half of its cases.
        Assert.Equal(new PoissonDemand(46).Quantile(0.5), demand.Quantile(0.9), 1.0);
        Assert.Equal((0.8 * 10) + (0.2 * 46), demand.Mean, 1e-12);
    }

    // Brainmass 468949: sigma 10 over 3 days of 5 with a lead time deviation of 2, no deviation of demand.
    [Fact]
    public void A_varying_lead_time_adds_the_square_of_what_it_moves() =>
        Assert.Equal(100, ProtectionDemand.Variance(5, 0, 3, 2, 0), 1e-12);

    private static void AssertClose(double expected, double actual, double relative = Relative) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected), $"{actual:R} is not {expected:R}.");
}
