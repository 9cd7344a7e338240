using Composerp.Forecasting.Domain;
using Composerp.ServiceDefaults.EventLog;

namespace Composerp.Forecasting.DemandHistory;

/// <summary>By which a location's movements fall into business days, and since when they are live.</summary>
internal sealed record LocationClock(TimeZoneInfo Zone, DateOnly? LiveSince)
{
    /// <exception cref="EventRefusedException">This machine does not know the time zone.</exception>
    public static LocationClock Of(string location, string zone, DateOnly? liveSince) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? new(found, liveSince)
            : throw new EventRefusedException($"Location {location}: there is no time zone {zone}.");

    public DateOnly DayOf(DateTimeOffset instant) => BusinessDay.Of(instant, Zone);

    public short SlotOf(DateTimeOffset instant) => RecordedStock.SlotOf(instant, Zone);

    public bool IsLive(DateOnly day) => LiveSince is not { } since || day >= since;
}
