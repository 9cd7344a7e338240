using Composerp.Bench.Forecasting.DataSets;
using Composerp.Bench.Forecasting.Scores;
using Composerp.Bench.Support;
using Composerp.Forecasting.Numerics.Combination;
using Composerp.Forecasting.Numerics.Global;
using Composerp.Forecasting.Numerics.Intermittent;
using Composerp.Forecasting.Numerics.Smoothing;
using Composerp.Forecasting.Numerics.Theta;

namespace Composerp.Bench.Forecasting;

/// <summary>A series before an origin: its local forecast, and the same with the global model where there is one.</summary>
/// <param name="End">Days before the origin.</param>
internal sealed record RetailForecast(RetailSeries Series, int End, LocalForecast Local, LocalForecast Global, LocalForecast Combined);

/// <summary>Items of M5 in stores, from three origins: local models, the global one, and all of them together.</summary>
/// <param name="all">That the global model learns from.</param>
/// <param name="every">So many of them are passed over for each one that is forecast and judged.</param>
internal sealed class RetailRun(IReadOnlyList<RetailSeries> all, int every, int rowsMax)
{
    public const int Horizon = 28;
    public static readonly int[] Backs = [0, Horizon, 2 * Horizon];

    private const int FitMin = 60;
    private const int OriginsBefore = 3 * Horizon;
    private const ulong Seed = 20_260_403;

    /// <summary>As runs do it: more change nothing of a model, and wait for each other by spinning.</summary>
    private const int TrainingThreads = 1;

    private static readonly int[] _week = [7];

    /// <summary>Models that also stand alone: to beat the best of them, found afterwards, is the goal.</summary>
    private static readonly LocalModel[] _alone =
    [
        LocalModel.SeasonalNaive, LocalModel.SeasonalFactor, LocalModel.SeasonalOffset, LocalModel.ExponentialSmoothing,
        LocalModel.DynamicTheta, LocalModel.TeunterSyntetosBabai, LocalModel.MultipleAggregation,
    ];

    private readonly bool _isWhole = every == 1;
    private readonly RetailScores _local = new(Horizon);
    private readonly RetailScores _global = new(Horizon);
    private readonly RetailScores _combined = new(Horizon);
    private readonly Dictionary<string, RetailScores> _references = [];

    public IEnumerable<Figure> Measure()
    {
        foreach (var back in Backs)
        {
            foreach (var (series, end, local, global, combined) in ForecastAll(back))
            {
                _local.Add(series, end, local);
                _global.Add(series, end, global);
                _combined.Add(series, end, combined);
                AddReferences(series, end);
            }
        }

        var best = _alone.Min(model => _references[model.ToString()].WeightedRmsse);

        foreach (var name in new[] { "Ses", "Sba", "EtsAna" })
        {
            yield return Beside($"m5-weighted-rmsse-against-{name}", _references[name].WeightedRmsse, 1);
        }

        yield return Beside("m5-weighted-rmsse", best, 1);
        yield return Figure.Plain("m5-weighted-rmsse-local", _local.WeightedRmsse, "ratio");
        yield return Figure.Plain("m5-weighted-rmsse-global", _global.WeightedRmsse, "ratio");
        yield return Figure.Plain("m5-rmsse", _combined.Rmsse, "ratio");
        yield return Figure.Plain("m5-rmsse-local", _local.Rmsse, "ratio");
        yield return Figure.Plain("m5-rmsse-global", _global.Rmsse, "ratio");
        yield return Bar("m5-spl", _combined.ScaledPinball, "ratio", 0.22);
        yield return Figure.Plain("m5-spl-local", _local.ScaledPinball, "ratio");
        yield return Figure.Plain("m5-spl-global", _global.ScaledPinball, "ratio");
        var coverage = _combined.Coverage;
        yield return _isWhole
            ? new("m5-coverage-975", coverage, "share", Bar: 0.99, Met: coverage is >= 0.96 and <= 0.99)
            : Figure.Plain("m5-coverage-975", coverage, "share");
        yield return Figure.Plain("m5-sum-28-coverage-975", _combined.SumCoverage, "share");

        foreach (var figure in _combined.AgainstNaive.Figures("m5", _isWhole))
        {
            yield return figure;
        }
    }

    /// <summary>Of every series that is long enough, from the day that is so many days before its end.</summary>
    public IEnumerable<RetailForecast> ForecastAll(int back)
    {
        RetailSeries[] known = [.. all.Where((_, place) => place % every == 0).Where(series => EndOf(series, back) >= FitMin && _local.CanScale(series))];
        var locals = known.Select(series => LocalForecast.Of(series.Sales.AsSpan(0, EndOf(series, back)), _week, Horizon)).ToArray();

        using var newest = Train(back);
        using var before = Train(back + OriginsBefore);
        var shares = new GlobalShares();
        var backtests = new List<double[]>[known.Length];

        for (var i = 0; i < known.Length; i++)
        {
            backtests[i] = [.. locals[i].Backtest.Select(tested => before?.Forecast(known[i].Known, tested.FitLength, locals[i].Origins.Window) ?? tested.Forecast.Mean)];

            if (before is not null)
            {
                shares.Add(known[i].Sales.AsSpan(0, EndOf(known[i], back)), locals[i], backtests[i], wholeUnits: true);
            }
        }

        for (var i = 0; i < known.Length; i++)
        {
            var end = EndOf(known[i], back);
            var share = newest is null || before is null ? 0 : shares.Of(DemandPattern.Of(known[i].Sales.AsSpan(0, end)).Class);
            var global = newest?.Forecast(known[i].Known, end, Horizon) ?? locals[i].Forecast.Mean;

            yield return new(
                known[i], end, locals[i], locals[i].With(global, backtests[i], 1), locals[i].With(global, backtests[i], share));
        }
    }

    private static int EndOf(RetailSeries series, int back) => series.Sales.Length - Horizon - back;

    private GlobalModel? Train(int back)
    {
        if (GlobalModel.WhyAbsent is { } reason)
        {
            Console.WriteLine($"  No global model: {reason}");

            return null;
        }

        var sample = new GlobalSample(rowsMax, all.Count, Horizon, Seed);

        foreach (var (place, series) in all.Index())
        {
            sample.Add(series.Known, place, Math.Max(0, EndOf(series, back)));
        }

        return GlobalModel.FindTrained(sample, TrainingThreads);
    }

    private void AddReferences(RetailSeries series, int end)
    {
        var room = new double[end];
        var seen = series.Sales.AsSpan(0, end);
        var (mean, response) = (new double[Horizon], new double[Horizon]);
        ThetaModel.Forecast(seen, 1, ThetaKind.Level, new(mean, room, response));
        ScoresOf("Ses").Add(series, end, mean);
        Croston.Forecast(seen, Croston.AlphaUsual, isCorrected: true, new(mean, room, response));
        ScoresOf("Sba").Add(series, end, mean);
        Ets.Choose(seen, _week[0], [new(false, EtsTrend.None, EtsSeason.Additive)])?.Write(seen, new(mean, room, response));
        ScoresOf("EtsAna").Add(series, end, mean);

        foreach (var model in _alone)
        {
            ScoresOf(model.ToString()).Add(series, end, MemberForecast.Of(model, seen, _week, Horizon).Mean);
        }
    }

    private RetailScores ScoresOf(string name)
    {
        if (!_references.TryGetValue(name, out var scores))
        {
            _references[name] = scores = new(Horizon);
        }

        return scores;
    }

    private Figure Beside(string name, double reference, double bar)
    {
        var value = _combined.WeightedRmsse;

        return _isWhole
            ? new(name.ToLowerInvariant(), value, "ratio", reference, value / reference, bar, value < bar * reference)
            : Figure.Against(name.ToLowerInvariant(), value, "ratio", reference);
    }

    private Figure Bar(string name, double value, string unit, double bar) =>
        _isWhole ? Figure.AtMost(name, value, unit, bar) : Figure.Plain(name, value, unit);
}
