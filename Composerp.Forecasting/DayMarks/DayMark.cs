namespace Composerp.Forecasting.DayMarks;

/// <summary>What people know of days of items and locations.</summary>
/// <param name="Kind">"outlier", "promotion", "closure" or "event".</param>
/// <param name="From">The first business day.</param>
/// <param name="To">The last business day, included.</param>
/// <param name="Location">Absent: every location.</param>
/// <param name="Sku">Absent: every item.</param>
/// <param name="Reason">Of an event its name: events of one name are expected to be alike.</param>
/// <param name="Uplift">Demand as a multiple of what it would be without; absent: as measured on such days of the past.</param>
internal sealed record DayMark(
    Guid Id,
    string Kind,
    DateOnly From,
    DateOnly To,
    string? Location,
    string? Sku,
    string Reason,
    double? Uplift,
    string? Actor,
    DateTimeOffset MarkedAt);
