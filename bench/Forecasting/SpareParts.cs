using Composerp.Bench.Forecasting.DataSets;
using Composerp.Bench.Forecasting.Scores;
using Composerp.Bench.Support;
using Composerp.Forecasting.Domain;
using Composerp.Forecasting.Numerics.Accuracy;
using Composerp.Forecasting.Numerics.Combination;
using Composerp.Forecasting.Numerics.Distributions;
using Composerp.Forecasting.Numerics.Theta;

namespace Composerp.Bench.Forecasting;

/// <summary>Months of demand for spare parts, by the quantiles that decide stock, beside the textbook's distribution.</summary>
/// <remarks>Each part by itself, and as a run serves them: made to add up to the forecast of all parts together.</remarks>
internal static class SpareParts
{
    private const double SplRatioMax = 1.01;
    private const double BiasMax = 0.2;
    private static readonly double[] _levels = [0.5, 0.75, 0.9, 0.95, 0.99];

    public static IEnumerable<Figure> Measure(TestSet set, bool isWhole)
    {
        var (local, levelled) = (new Scores(), new Scores());
        var against = new AgainstNaive(1, _levels);
        double reference = 0;

        for (var origin = 0; origin < AgainstNaive.Origins; origin++)
        {
            var parts = set.Before(origin * set.Horizon, 0).Series.Where(series => StepOf(series) > 0)
                .Select(series => (Series: series, Local: LocalForecast.Of(series.Training, set.Periods, set.Horizon))).ToList();
            double[] even = [.. Enumerable.Repeat(1.0, set.Horizon)];
            var factors = origin == 0 ? Factors(parts, set) : even;

            foreach (var (series, forecast) in parts)
            {
                var distribution = forecast.DistributionOf(series.Training, wholeUnits: true);
                against.Add(series.Id, series.Training, series.Test, forecast.Forecast.Mean, distribution.Quantile, wholeUnits: true, origin == 0);

                if (origin == 0)
                {
                    local.Add(series, forecast.Forecast.Mean, distribution, even);
                    levelled.Add(series, forecast.Forecast.Mean, distribution, factors);
                    reference += NegativeBinomial.Of(series.Training).LossOf(series);
                }
            }
        }

        yield return Spl("carparts-spl-ratio", local);
        yield return Bias("carparts-bias", local);
        yield return Spl("carparts-spl-ratio-with-levels", levelled);
        yield return Bias("carparts-bias-with-levels", levelled);

        foreach (var figure in against.Figures("carparts", isWhole))
        {
            yield return figure;
        }

        Figure Spl(string name, Scores scores) => isWhole
            ? new(name, scores.Loss / scores.Count, "ratio", reference / scores.Count, scores.Loss / reference, SplRatioMax, scores.Loss <= SplRatioMax * reference)
            : Figure.Against(name, scores.Loss / scores.Count, "ratio", reference / scores.Count);

        Figure Bias(string name, Scores scores) =>
            isWhole ? Figure.AtMost(name, Math.Abs(scores.Bias), "share", BiasMax) : Figure.Plain(name, Math.Abs(scores.Bias), "share");
    }

    /// <summary>By what a run multiplies every part, so that they add up with what their sum is forecast to be.</summary>
    private static double[] Factors(List<(TestSeries Series, LocalForecast Local)> parts, TestSet set)
    {
        double[] sold = [.. Enumerable.Range(0, parts[0].Series.Training.Length).Select(month => parts.Sum(part => part.Series.Training[month]))];
        var total = LocalForecast.Of(sold, set.Periods, set.Horizon);
        var tested = total.Backtest.SelectMany(origin => origin.Forecast.Mean).ToArray();
        double[] series = [.. Enumerable.Range(0, set.Horizon).Select(ahead => parts.Sum(part => part.Local.Forecast.Mean[ahead]))];
        double[] seriesTested =
        [
            .. from origin in Enumerable.Range(0, total.Backtest.Count)
               from ahead in Enumerable.Range(0, set.Horizon)
               select parts.Sum(part => part.Local.Backtest[origin].Forecast.Mean[ahead]),
        ];
        var levels = new LevelReconciliation([new(-1, total.Forecast.Mean, tested, sold[^tested.Length..], series, seriesTested)]);
        var method = levels.Compare(set.Horizon).MinBy(way => way.Error).Method;
        Console.WriteLine($"  Spare parts: the backtest chose {method}.");

        return levels.FactorsOf(method, (_, _) => false)[0];
    }

    /// <summary>The mean change from month to month, by which losses are scaled; 0 of what never changed.</summary>
    private static double StepOf(TestSeries series) =>
        Enumerable.Range(1, series.Training.Length - 1).Average(month => Math.Abs(series.Training[month] - series.Training[month - 1]));

    private sealed class Scores
    {
        private double _forecast;
        private double _actual;

        public double Loss { get; private set; }

        public int Count { get; private set; }

        public double Bias => (_forecast / _actual) - 1;

        public void Add(TestSeries series, double[] mean, DemandDistribution distribution, double[] factors)
        {
            for (var ahead = 0; ahead < mean.Length; ahead++)
            {
                _forecast += factors[ahead] * mean[ahead];
                _actual += series.Test[ahead];
                Count += _levels.Length;

                foreach (var level in _levels)
                {
                    Loss += PinballLoss.Of(series.Test[ahead], factors[ahead] * distribution.Quantile(ahead, level), level) / StepOf(series);
                }
            }
        }
    }

    /// <summary>The smoothed mean with the variance of its errors; Poisson's where that is not above the mean.</summary>
    /// <param name="Size">Failures until the end; infinite for Poisson.</param>
    private readonly record struct NegativeBinomial(double Mean, double Size)
    {
        public static NegativeBinomial Of(double[] series)
        {
            var (mean, fitted, response) = (new double[1], new double[series.Length], new double[1]);
            ThetaModel.Forecast(series, 1, ThetaKind.Level, new(mean, fitted, response));
            var errors = series.Zip(fitted, (value, forecast) => value - forecast).Where(double.IsFinite).ToArray();
            var variance = Math.Pow(ErrorDistribution.Deviation(errors), 2);
            var level = Math.Max(mean[0], 1e-6);

            return new(level, variance > level ? level * level / (variance - level) : double.PositiveInfinity);
        }

        public double LossOf(TestSeries series)
        {
            double loss = 0;

            foreach (var level in _levels)
            {
                var quantile = Quantile(level);
                loss += series.Test.Sum(actual => PinballLoss.Of(actual, quantile, level)) / StepOf(series);
            }

            return loss;
        }

        /// <summary>The least number that is not exceeded with the level's probability.</summary>
        private double Quantile(double level)
        {
            var isPoisson = double.IsPositiveInfinity(Size);
            var share = isPoisson ? 0 : Mean / (Mean + Size);
            var probability = isPoisson ? Math.Exp(-Mean) : Math.Pow(1 - share, Size);
            var sum = probability;
            var value = 0;

            while (sum < level && value < 100_000)
            {
                probability *= isPoisson ? Mean / (value + 1) : share * (value + Size) / (value + 1);
                sum += probability;
                value++;
            }

            return value;
        }
    }
}
