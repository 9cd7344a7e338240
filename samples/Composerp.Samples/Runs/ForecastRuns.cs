using System.Globalization;
using Composerp.Samples.Api;
using Composerp.Samples.Screen;

namespace Composerp.Samples.Runs;

/// <summary>A forecast run from its start to its end.</summary>
public static class ForecastRuns
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);

    /// <exception cref="InvalidOperationException">The run failed.</exception>
    public static async Task<ForecastRun> AwaitAsync(
        ForecastingApi forecasting, DateOnly origin, int horizonDays, string actor, Step step, CancellationToken token)
    {
        var run = await forecasting.StartRunAsync(origin, horizonDays, actor, token);

        while (run.Status is "queued" or "running")
        {
            await Task.Delay(_pause, token);
            run = await forecasting.GetRunAsync(run.Id, token);
            step.Report(run.SeriesDone, run.SeriesTotal, "series");
        }

        return run.Status == "completed" ? run : throw new InvalidOperationException($"Forecast run {run.Id} is {run.Status}: {run.Problem}");
    }

    public static string InWords(ForecastRun run)
    {
        var models = string.Join(", ", run.Models?.OrderByDescending(model => model.Value).Select(model => $"{model.Key} {model.Value}") ?? []);

        return string.Create(CultureInfo.InvariantCulture, $"{run.SeriesDone:N0} series ({models}), WAPE {run.Accuracy?.Wape:P1}, MASE {run.Accuracy?.Mase:F2}");
    }
}
