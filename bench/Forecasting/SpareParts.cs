using Composerp.Bench.Forecasting.DataSets;
using Composerp.Bench.Support;
using Composerp.Forecasting.Numerics.Accuracy;
using Composerp.Forecasting.Numerics.Combination;
using Composerp.Forecasting.Numerics.Distributions;
using Composerp.Forecasting.Numerics.Theta;

namespace Composerp.Bench.Forecasting;

/// <summary>Months of demand for spare parts, by the quantiles that decide stock, beside the textbook's distribution.</summary>
internal static class SpareParts
{
    private static readonly double[] _levels = [0.5, 0.75, 0.9, 0.95, 0.99];

    public static IEnumerable<Figure> Measure(TestSet set, bool isWhole)
    {
        double own = 0, reference = 0, forecast = 0, actual = 0;
        int lost = 0, scaled = 0;

        foreach (var series in set.Series)
        {
            var scale = Enumerable.Range(1, series.Training.Length - 1).Average(t => Math.Abs(series.Training[t] - series.Training[t - 1]));

            if (scale == 0)
            {
                continue;
            }

            scaled++;
            var local = LocalForecast.Of(series.Training, set.Periods, set.Horizon);
            var distribution = local.DistributionOf(series.Training, wholeUnits: true);
            var textbook = NegativeBinomial.Of(series.Training);
            double squares = 0, naive = 0;

            for (var ahead = 0; ahead < set.Horizon; ahead++)
            {
                foreach (var level in _levels)
                {
                    own += Loss(distribution.Quantile(ahead, level), level) / scale;
                    reference += Loss(textbook.Quantile(level), level) / scale;
                }

                forecast += local.Forecast.Mean[ahead];
                actual += series.Test[ahead];
                squares += Math.Pow(series.Test[ahead] - local.Forecast.Mean[ahead], 2);
                naive += Math.Pow(series.Test[ahead] - series.Training[^1], 2);

                double Loss(double quantile, double level) => PinballLoss.Of(series.Test[ahead], quantile, level);
            }

            lost += squares > naive ? 1 : 0;
        }

        var count = scaled * set.Horizon * _levels.Length;
        var bias = Math.Abs((forecast / actual) - 1);
        yield return isWhole
            ? new("carparts-spl-ratio", own / count, "ratio", reference / count, own / reference, 1.01, own <= 1.01 * reference)
            : Figure.Against("carparts-spl-ratio", own / count, "ratio", reference / count);
        yield return Bar("carparts-bias", bias, 0.2);
        yield return Bar("carparts-lost-to-naive", (double)lost / scaled, 0.35);

        Figure Bar(string name, double value, double bar) =>
            isWhole ? Figure.AtMost(name, value, "share", bar) : Figure.Plain(name, value, "share");
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

        /// <summary>The least number that is not exceeded with the level's probability.</summary>
        public double Quantile(double level)
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
