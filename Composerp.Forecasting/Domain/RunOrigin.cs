namespace Composerp.Forecasting.Domain;

/// <summary>The last day of demand that a run sees, where its caller named none.</summary>
public static class RunOrigin
{
    /// <summary>The last observed day, but none that is still going on: half a day of sales would pass for a bad day.</summary>
    /// <param name="firstObserved">The first day of demand over all series; null where there is none.</param>
    /// <param name="lastObserved">The last one.</param>
    /// <param name="lastOver">The last day that is over everywhere.</param>
    /// <returns>The last observed day even if it is going on, where nothing was observed before it.</returns>
    public static DateOnly Choose(DateOnly? firstObserved, DateOnly? lastObserved, DateOnly lastOver) =>
        (firstObserved, lastObserved) switch
        {
            ({ } first, { } last) when last <= lastOver || first > lastOver => last,
            _ => lastOver,
        };
}
