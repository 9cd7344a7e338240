namespace Composerp.Samples.Retailer;

/// <summary>The days of the sample. Everything is counted from go-live, so a later last day only adds days.</summary>
/// <param name="Start">The first day of sales.</param>
/// <param name="GoLive">The first day on which the ledger keeps stock; days before are history.</param>
/// <param name="End">The last day of sales.</param>
internal sealed record RetailerCalendar(DateOnly Start, DateOnly GoLive, DateOnly End)
{
    private const int DaysLive = 42;

    public static RetailerCalendar EndingOn(DateOnly end, int days) => From(end.AddDays(1 - Math.Min(DaysLive, days / 2)), end, days);

    /// <summary>The calendar of a retailer that is live already: the history before go-live is the one that it was given then.</summary>
    public static RetailerCalendar From(DateOnly goLive, DateOnly end, int days) =>
        new(goLive.AddDays(Math.Min(DaysLive, days / 2) - days), goLive, end);

    public IEnumerable<DateOnly> History => Days(Start, GoLive.AddDays(-1));

    public IEnumerable<DateOnly> Live => Days(GoLive, End);

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to) =>
        Enumerable.Range(0, Math.Max(0, to.DayNumber - from.DayNumber + 1)).Select(from.AddDays);
}
