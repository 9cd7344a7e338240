namespace Composerp.Replenishment;

/// <summary>Business days are days of the location's time zone.</summary>
internal static class BusinessDay
{
    /// <param name="timeZone">IANA name.</param>
    /// <returns>null where this machine does not know the time zone.</returns>
    public static DateOnly? Find(DateTimeOffset instant, string timeZone) => TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone)
        ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime)
        : null;
}
