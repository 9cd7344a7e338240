namespace Composerp.Forecasting.Domain;

/// <summary>What flags of days are called in answers.</summary>
public static class DayFlagNames
{
    private static readonly (DayFlags Flag, string Name)[] Names =
    [
        (DayFlags.StockOut, "stock-out"),
        (DayFlags.Closed, "closed"),
        (DayFlags.Promotion, "promotion"),
        (DayFlags.Outlier, "outlier"),
        (DayFlags.Event, "event"),
        (DayFlags.Inherited, "inherited"),
        (DayFlags.NotSold, "not-sold"),
    ];

    /// <returns>Null where there is no flag.</returns>
    public static IReadOnlyList<string>? FindOf(DayFlags flags) =>
        flags == DayFlags.None ? null : [.. from name in Names where flags.HasFlag(name.Flag) select name.Name];
}
