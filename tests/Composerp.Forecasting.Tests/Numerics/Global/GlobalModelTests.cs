using Composerp.Forecasting.Numerics.Global;

namespace Composerp.Forecasting.Tests.Numerics.Global;

public sealed class GlobalModelTests
{
    private const int Horizon = 14;

    /// <summary>A Monday.</summary>
    private const int FirstDay = 738_000 - (738_000 % 7);

    [Fact]
    public void What_all_series_have_in_common_is_learned()
    {
        SkipWhereAbsent();
        using var model = Train(Shop(), threads: 1);

        // Promoted days sell three times as much in every series; a new one was never promoted.
        var known = Series(seed: 999, days: 200, promotedTo: 0);
        var promoted = known with { Promotions = [.. Enumerable.Range(0, 230).Select(day => day >= 200 ? 1.0 : 0)] };
        var (without, with) = (model.Forecast(known, 200, Horizon), model.Forecast(promoted, 200, Horizon));

        Assert.InRange(with.Sum() / without.Sum(), 2.2, 3.8);
        Assert.InRange(without.Average() / known.Demand.Average(), 0.8, 1.2);
    }

    [Fact]
    public void An_explanation_multiplies_up_to_the_forecast_and_names_the_reason()
    {
        SkipWhereAbsent();
        using var model = Train(Shop(), threads: 1);
        var series = Series(seed: 5, days: 200, promotedTo: 0) with { Promotions = [.. Enumerable.Range(0, 230).Select(day => day >= 200 ? 1.0 : 0)] };

        var explanation = model.Explain(series, 200, 3);

        Assert.Equal(model.Forecast(series, 200, Horizon)[2], explanation.Mean, 1e-9);
        Assert.Equal(explanation.Mean, explanation.Factors.Aggregate(explanation.Base, (product, factor) => product * factor.Factor), 1e-6);
        Assert.Equal(GlobalModel.Features.Count + 1, explanation.Factors.Count);
        Assert.Equal("promotion", explanation.Factors.First(factor => factor.Feature != "all series").Feature);
    }

    [Fact]
    public void The_same_series_make_the_same_model_on_any_number_of_threads_and_its_text_forecasts_alike()
    {
        SkipWhereAbsent();
        using var one = Train(Shop(), threads: 1);
        using var two = Train(Shop(), threads: 2);
        using var loaded = GlobalModel.Loaded(one.Text);
        var series = Series(seed: 5, days: 150, promotedTo: 180);

        Assert.Equal(one.Text, two.Text);
        Assert.Equal(one.Forecast(series, 150, Horizon), loaded.Forecast(series, 150, Horizon));
        Assert.Equal(one.Text, loaded.Text);
    }

    [Fact]
    public void What_is_held_out_is_not_looked_at()
    {
        SkipWhereAbsent();
        var shop = Shop();
        using var model = Train(shop, threads: 1);

        // Other days after those that may be seen.
        GlobalSeries[] other = [.. shop.Select(series => series with { Demand = [.. series.Demand.Select((units, day) => day < 180 ? units : 1e6)] })];
        using var same = Train(other, threads: 1);

        Assert.Equal(model.Text, same.Text);
        Assert.Equal(model.Forecast(shop[0], 180, Horizon), same.Forecast(other[0], 180, Horizon));
    }

    [Fact]
    public void Another_version_is_refused()
    {
        SkipWhereAbsent();

        var fault = Assert.Throws<FormatException>(() => GlobalModel.Loaded("composerp-global-model 0\ntree"));

        Assert.Contains("composerp-global-model 1", fault.Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => GlobalModel.Loaded(""));
        Assert.Throws<InvalidOperationException>(() => GlobalModel.Loaded("composerp-global-model 1\nno trees"));
    }

    [Fact]
    public void Too_little_or_nothing_sold_is_no_model()
    {
        SkipWhereAbsent();

        Assert.Null(GlobalModel.FindTrained(new(1_000, 0, Horizon, 1), 1));
        Assert.Null(GlobalModel.FindTrained(SampleOf(Shop(), 180, GlobalModel.RowsMin - 1), 1));
        Assert.Null(GlobalModel.FindTrained(SampleOf([.. Enumerable.Range(0, 20).Select(_ => new GlobalSeries(new double[200], FirstDay))], 200), 1));
    }

    public static TheoryData<string, double[]> Degenerate => new()
    {
        { "one value", [7] },
        { "one zero", [0] },
        { "all zero", new double[200] },
        { "constant", [.. Enumerable.Repeat(5.0, 200)] },
        { "unknown", [double.NaN, double.NaN, 3] },
        { "unknown at the end", [3, 3, 3, .. Enumerable.Repeat(double.NaN, 60)] },
        { "nothing known", [double.NaN, double.NaN] },
        { "huge", [.. Enumerable.Range(0, 200).Select(t => 1e15 * (1 + (t % 3)) / 3)] },
        { "a single spike", [.. new double[100], 1_000, .. new double[99]] },
        { "long dead", [5, .. new double[1_500]] },
        { "every other", [.. Enumerable.Range(0, 200).Select(t => t % 2 * 8.0)] },
    };

    [Theory, MemberData(nameof(Degenerate))]
    public void Odd_series_get_sane_forecasts_and_do_not_spoil_the_model(string _, double[] demand)
    {
        SkipWhereAbsent();
        var odd = new GlobalSeries(demand, FirstDay);
        using var model = Train([.. Shop(), odd], threads: 1);
        var most = demand.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var usual = Series(seed: 5, days: 180, promotedTo: 0);

        Assert.All(model.Forecast(odd, demand.Length, Horizon), mean => Assert.InRange(mean, 0, 5 * most));
        Assert.InRange(model.Forecast(usual, 180, Horizon).Average() / usual.Demand.Average(), 0.8, 1.25);
    }

    [Fact]
    public void The_room_is_never_exceeded_and_the_seed_draws_the_days()
    {
        var shop = Shop();
        var (sample, same, other) = (SampleOf(shop, 180, 500), SampleOf(shop, 180, 500), SampleOf(shop, 180, 500, seed: 2));

        Assert.InRange(sample.Count, 400, 500);
        Assert.Equal(sample.Labels, same.Labels);
        Assert.False(sample.Labels.SequenceEqual(other.Labels));
    }

    [Fact]
    public void A_model_says_which_features_it_gained_by()
    {
        SkipWhereAbsent();
        using var model = Train(Shop(), threads: 1);

        var importances = model.ReadImportances();

        Assert.Equal(1, importances.Sum(), 1e-9);
        Assert.InRange(importances[GlobalModel.Features.ToList().IndexOf("promotion")], 0.6, 1);
    }

    // Errors grow with the root of demand, so a day counts by it; a spike counts no more than so much.
    [Fact]
    public void Days_count_by_the_root_of_what_is_expected_and_spikes_are_cut()
    {
        double[] steady = [.. Enumerable.Range(0, 200).Select(day => day is 150 ? 1e6 : 49.0)];
        var sample = SampleOf([new(steady, FirstDay)], 151, 600);

        Assert.Equal(100, sample.Labels.ToArray().Max());
        Assert.Equal(7, sample.Weights.ToArray().Min(), 1e-4);
        Assert.Equal(7, sample.Weights.ToArray().Max(), 1e-4);
    }

    // A quarter of the rows is 1 and counts three times: their mean is a half, whichever way they are split.
    [Fact]
    public void Rows_count_by_their_weights()
    {
        SkipWhereAbsent();
        const string Parameters = "objective=regression num_leaves=2 min_data_in_leaf=20 verbosity=-1 num_threads=1";
        float[] features = [.. Enumerable.Range(0, 400).Select(row => (float)(row % 2))];
        float[] labels = [.. Enumerable.Range(0, 400).Select(row => row / 2 % 4 == 0 ? 1f : 0)];
        using var dataset = LightGbmDataset.Of(features, labels, [.. labels.Select(label => label > 0 ? 3f : 1)], Parameters);
        using var booster = LightGbmBooster.Trained(dataset, 5, Parameters);
        var means = new double[2];

        booster.Predict([0f, 1], means);

        Assert.All(means, mean => Assert.Equal(0.5, mean, 1e-3));
    }

    private static void SkipWhereAbsent() => Assert.SkipWhen(GlobalModel.WhyAbsent is not null, GlobalModel.WhyAbsent ?? "");

    private static GlobalModel Train(GlobalSeries[] shop, int threads) =>
        GlobalModel.FindTrained(SampleOf(shop, 180), threads) ?? throw new InvalidOperationException("Nothing was learned.");

    private static GlobalSample SampleOf(GlobalSeries[] shop, int days, int rowsMax = 6_000, ulong seed = 1)
    {
        var sample = new GlobalSample(rowsMax, shop.Length, Horizon, seed);

        foreach (var (place, series) in shop.Index())
        {
            sample.Add(series, place, Math.Min(days, series.Demand.Length));
        }

        return sample;
    }

    private static GlobalSeries[] Shop() => [.. Enumerable.Range(0, 40).Select(seed => Series(seed, 200, promotedTo: 230))];

    private static GlobalSeries Series(int seed, int days, int promotedTo)
    {
        var random = new Random(seed);
        var level = 2.0 + random.Next(60);
        double[] promotions = [.. Enumerable.Range(0, 230).Select(day => day < promotedTo && random.Next(6) == 0 ? 1.0 : 0)];

        return new(
            [.. Enumerable.Range(0, days).Select(day => Math.Round(level * (0.7 + (0.6 * random.NextDouble())) * (promotions[day] > 0 ? 3 : 1)))],
            FirstDay, seed % 3, seed % 2)
        {
            Promotions = promotions,
        };
    }
}
