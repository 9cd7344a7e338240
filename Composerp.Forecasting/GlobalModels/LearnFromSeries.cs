using Composerp.Forecasting.DemandHistory;
using Composerp.Forecasting.Domain;
using Composerp.Forecasting.Numerics;
using Composerp.Forecasting.Numerics.Combination;
using Composerp.Forecasting.Numerics.Global;

namespace Composerp.Forecasting.GlobalModels;

/// <summary>Learns from a draw of all series what no single one can show.</summary>
/// <remarks>
/// Memory: two samples of a fixed number of days, and the series by which the shares are judged; none of it grows with the
/// number of series.
/// </remarks>
internal sealed class LearnFromSeries(DrawnSeriesRows rows, LearningTask task, GlobalModelOptions options)
{
    /// <summary>Of fewer series little can be learned that each of them does not know itself.</summary>
    private const int SeriesMin = 20;

    /// <summary>Fewer series than this cannot say how much the model should count.</summary>
    private const int JudgedMin = 10;

    /// <summary>Series that say how much the model should count.</summary>
    private const int JudgedMax = 300;

    /// <summary>Backtests have at most three windows, of at most so many days.</summary>
    private const int BacktestWindowMax = 28;
    private const int BacktestWindows = 3;

    /// <summary>
    /// Threads of the native library wait for each other by spinning: where cores are shared, two of them burnt more than
    /// twice the time of one.
    /// </summary>
    private const int TrainingThreads = 1;

    /// <summary>A category that is not among so many is not known to the model.</summary>
    private const int WordsMax = 2_000;

    private int DaysHeldOut => BacktestWindows * Math.Min(BacktestWindowMax, task.HorizonDays);

    private HistorySpan Span => new(task.Origin, task.HistoryDays, task.HorizonDays);

    /// <returns>The model, or why there is none.</returns>
    public async Task<(TrainedModel? Model, string? WhyNone)> TrainAsync(CancellationToken token)
    {
        if (!options.Enabled)
        {
            return (null, LearnedModels.SwitchedOff);
        }

        if (GlobalModel.WhyAbsent is { } absent)
        {
            return (null, absent);
        }

        var (count, days) = await rows.CountAsync(task.Origin, task.HistoryDays, token);

        return count < SeriesMin
            ? (null, $"Too few series: {count}, at least {SeriesMin} are needed.")
            : days < GlobalModel.RowsMin
            ? (null, $"Too little history: {days} days of all series together, at least {GlobalModel.RowsMin} are needed.")
            : await TrainAsync(count, days, token);
    }

    /// <summary>How items sold when they were new; empty where no beginning is known.</summary>
    public async Task<List<ItemLaunch>> ReadLaunchesAsync(CancellationToken token)
    {
        var drawn = await rows.DrawLaunchesAsync(task.Origin, options.Seed, options.LaunchesMax, token);
        var launches = new List<ItemLaunch>();

        await foreach (var (series, recorded, item) in rows.ReadAsync(drawn, Span, token))
        {
            if (FindPrepared(recorded) is { } history && ItemLaunch.FindOf(history, item, task.HistoryDays, series.RecordedFrom) is { } launch)
            {
                launches.Add(launch);
            }
        }

        return launches;
    }

    private async Task<(TrainedModel? Model, string? WhyNone)> TrainAsync(int count, long days, CancellationToken token)
    {
        var vocabulary = await rows.ReadVocabularyAsync(WordsMax, token);
        var drawn = await rows.DrawAsync(task.Origin, options.Seed, options.SeriesMax, token);

        // Of a few days, drawing the same ones again and again teaches nothing.
        var rowsMax = (int)Math.Min(options.RowsMax, days);
        var newest = new GlobalSample(rowsMax, drawn.Count, task.HorizonDays, (ulong)options.Seed);
        var earlier = new GlobalSample(rowsMax, drawn.Count, task.HorizonDays, (ulong)options.Seed);
        var judged = new List<JudgedSeries>();
        var place = -1;

        await foreach (var (series, recorded, item) in rows.ReadAsync(drawn, Span, token))
        {
            place++;

            if (FindPrepared(recorded) is not { } history)
            {
                continue;
            }

            var view = GlobalView.Of(history, recorded.Marks, item, vocabulary);
            newest.Add(view.Series, place, history.Values.Length);
            earlier.Add(view.Series, place, Math.Max(0, history.Values.Length - DaysHeldOut));

            if (series.Place <= JudgedMax && history.Values.Length >= GlobalSample.HistoryMin)
            {
                judged.Add(new(view, history.Values));
            }
        }

        using var model = GlobalModel.FindTrained(newest, TrainingThreads);
        token.ThrowIfCancellationRequested();
        using var before = GlobalModel.FindTrained(earlier, TrainingThreads);
        token.ThrowIfCancellationRequested();

        if (model is null || before is null)
        {
            return (null, $"Too little history: {Math.Min(newest.Count, earlier.Count)} days to learn from before the backtests, or nothing sold on them; at least {GlobalModel.RowsMin} are needed.");
        }

        var shares = Judge(judged, before, token);

        return shares.Series < JudgedMin
            ? (null, $"Too few series with a backtest: {shares.Series}, at least {JudgedMin} are needed.")
            : (new(
                model.Text,
                before.Text,
                TrainedModel.SharesOf(shares),
                vocabulary,
                model.ReadImportances(),
                newest.Count,
                drawn.Count,
                count,
                shares.Series,
                shares.Losses()), null);
    }

    /// <returns>null of a series that cannot be forecast either: the run notes it there.</returns>
    private PreparedHistory? FindPrepared(RecordedHistory recorded)
    {
        try
        {
            var history = PreparedHistory.Of(recorded, task.Origin, task.HistoryDays, task.HorizonDays);

            return Array.Exists(history.Values, units => units > Forecast.DemandMax) ? null : history;
        }
        catch (Exception fault) when (fault is ArithmeticException or ArgumentException or IndexOutOfRangeException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Forecasts are made side by side and judged in the order of the series, so that their sums are the same bit for bit.</summary>
    private GlobalShares Judge(List<JudgedSeries> judged, GlobalModel before, CancellationToken token)
    {
        var shares = new GlobalShares();
        var tested = new (double[] Known, LocalForecast Local, List<double[]> Backtest)[judged.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = task.Threads, CancellationToken = token };

        Parallel.For(0, judged.Count, parallel, at =>
        {
            var (view, values) = judged[at];
            var known = new double[values.Length];
            Gaps.Fill(values, Forecast.Seasons[0], known);
            var local = LocalForecast.Of(known, Forecast.Seasons, task.HorizonDays);
            tested[at] = (known, local, GlobalMember.BacktestOf(before, view, local, values));
        });

        for (var at = 0; at < tested.Length; at++)
        {
            token.ThrowIfCancellationRequested();
            shares.Add(tested[at].Known, tested[at].Local, tested[at].Backtest, Forecast.IsWhole(judged[at].Values));
        }

        return shares;
    }

    private sealed record JudgedSeries(GlobalView View, double[] Values);
}
