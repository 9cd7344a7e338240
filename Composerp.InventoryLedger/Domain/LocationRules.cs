namespace Composerp.InventoryLedger.Domain;

/// <summary>What posting needs to know of a location.</summary>
/// <param name="Shard">The unit of order that its movements belong to.</param>
/// <param name="Zone">Business days are days of this zone.</param>
/// <param name="GoLive">Movements of earlier business days are history; null: live from the first movement.</param>
/// <param name="AllowsNegative">Stock may be below zero.</param>
public sealed record LocationRules(LocationCode Code, int Shard, TimeZoneInfo Zone, DateOnly? GoLive, bool AllowsNegative)
{
    public DateOnly BusinessDayOf(DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);

    /// <summary>Before go-live movements are demand and audit trail: no floor holds.</summary>
    public bool IsHistory(DateTimeOffset instant) => GoLive is { } goLive && BusinessDayOf(instant) < goLive;

    /// <summary>The instant, UTC, at which a day's total is entered: as far from the day's ends as can be.</summary>
    /// <remarks>GetUtcOffset also answers for the few noons that a zone skipped on its way over the date line.</remarks>
    public DateTimeOffset NoonOf(DateOnly day)
    {
        var noon = day.ToDateTime(new TimeOnly(12, 0));

        return new DateTimeOffset(noon, Zone.GetUtcOffset(noon)).ToUniversalTime();
    }

    /// <summary>The first instant, UTC, of a business day.</summary>
    /// <remarks>GetUtcOffset also answers for midnights that are skipped: with the offset of before, so that the next instant comes out.</remarks>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);

        // Where midnight comes twice, the first is the one farther ahead of UTC.
        var offset = Zone.IsAmbiguousTime(midnight) ? Zone.GetAmbiguousTimeOffsets(midnight).Max() : Zone.GetUtcOffset(midnight);
        var start = new DateTimeOffset(midnight, offset).ToUniversalTime();

        // A few zones skipped a whole day on their way over the date line.
        while (BusinessDayOf(start) < day)
        {
            start = start.AddMinutes(15);
        }

        return start;
    }
}
