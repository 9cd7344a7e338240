using Composerp.Samples.Api;
using Composerp.Samples.Waiting;

namespace Composerp.Samples.Runs;

/// <summary>A planning run once the forecasts are there.</summary>
public static class PlanningRuns
{
    private const string NoForecast = "no-forecast";

    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(2);

    /// <summary>Plans, and again while forecasts of these locations are still on their way from forecasting to replenishment.</summary>
    /// <param name="locations">A run plans all; others' shelves may well be without a forecast, and stay so.</param>
    public static async Task<PlanningRun> AwaitAsync(
        ReplenishmentApi replenishment, DateOnly date, string actor, IReadOnlyCollection<string> locations, CancellationToken token)
    {
        PlanningRun? plan = null;

        await Until.TrueAsync(
            async () =>
            {
                plan = await replenishment.PlanAsync(date, actor, token);

                return plan.SkippedCount == 0
                    || !await replenishment.SkippedAsync(plan, token).AnyAsync(shelf => shelf.Type == NoForecast && locations.Contains(shelf.Location), token);
            },
            _limit, token);

        return plan ?? throw new InvalidOperationException("No planning run was started.");
    }
}
