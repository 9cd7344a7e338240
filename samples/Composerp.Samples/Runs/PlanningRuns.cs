using Composerp.Samples.Api;
using Composerp.Samples.Waiting;

namespace Composerp.Samples.Runs;

/// <summary>A planning run once the forecasts are there.</summary>
public static class PlanningRuns
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(2);

    /// <summary>Plans, and again while forecasts are still on their way from forecasting to replenishment.</summary>
    public static async Task<PlanningRun> AwaitAsync(ReplenishmentApi replenishment, DateOnly date, string actor, CancellationToken token)
    {
        PlanningRun? plan = null;

        await Until.TrueAsync(
            async () =>
            {
                plan = await replenishment.PlanAsync(date, actor, token);

                return plan.Skipped is null || !plan.Skipped.Any(skipped => skipped.Reason.Contains("forecast", StringComparison.OrdinalIgnoreCase));
            },
            _limit, token);

        return plan ?? throw new InvalidOperationException("No planning run was started.");
    }
}
