namespace Composerp.Forecasting.DemandHistory;

/// <summary>An item at a location.</summary>
internal readonly record struct SeriesKey(string Location, string Sku);

/// <summary>The days that a history is read for.</summary>
/// <param name="Origin">The last day of the history.</param>
/// <param name="HistoryDays">Days up to the origin.</param>
/// <param name="HorizonDays">Days after it of which marks matter.</param>
internal readonly record struct HistorySpan(DateOnly Origin, int HistoryDays, int HorizonDays)
{
    public DateOnly FirstDay => Origin.AddDays(1 - HistoryDays);

    public DateOnly LastDay => Origin.AddDays(HorizonDays);
}
