namespace Composerp.Forecasting.Domain;

/// <summary>The day on which a location did business: its own calendar day, not the one in Greenwich.</summary>
public static class BusinessDay
{
    public static DateOnly Of(DateTimeOffset instant, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>The last day that is over in every one of some time zones; in UTC where there is none.</summary>
    public static DateOnly LastOver(DateTimeOffset now, IEnumerable<TimeZoneInfo> zones) =>
        zones.Select(zone => Of(now, zone)).DefaultIfEmpty(Of(now, TimeZoneInfo.Utc)).Min().AddDays(-1);
}
