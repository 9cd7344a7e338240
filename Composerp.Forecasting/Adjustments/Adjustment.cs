namespace Composerp.Forecasting.Adjustments;

/// <summary>A change that somebody made to forecasts, who and why, and what came of it.</summary>
/// <param name="Location">Absent: at all locations.</param>
/// <param name="Sku">Absent: all items.</param>
/// <param name="FirstDay">The first business day that it changes.</param>
/// <param name="LastDay">The last one.</param>
/// <param name="Kind">absolute: the mean is the value; percent: it changes by so many percent; delta: by so many units.</param>
/// <param name="Value">Units per day; for percent: percent, -100 or more.</param>
/// <param name="Reason">Why it was made.</param>
/// <param name="Actor">Who made it.</param>
/// <param name="ExpiresOn">The last day (UTC) on which it is in effect; absent: until it is withdrawn.</param>
/// <param name="WithdrawnBy">Who withdrew it.</param>
/// <param name="WithdrawalReason">Why it was withdrawn.</param>
/// <param name="IsInEffect">Whether it counts today: neither withdrawn nor expired.</param>
/// <param name="MeasuredDays">Days of its series that were compared with the demand that came, those on which it was in effect.</param>
/// <param name="WapeWithout">Absolute error per unit of demand on those days without it; absent where nothing was demanded.</param>
/// <param name="WapeWith">The same with it.</param>
/// <param name="ValueAdded">wapeWithout less wapeWith: above 0 it helped.</param>
internal sealed record Adjustment(
    Guid Id,
    string? Location,
    string? Sku,
    DateOnly FirstDay,
    DateOnly LastDay,
    string Kind,
    double Value,
    string Reason,
    string Actor,
    DateTimeOffset CreatedAt,
    DateOnly? ExpiresOn,
    DateTimeOffset? WithdrawnAt,
    string? WithdrawnBy,
    string? WithdrawalReason,
    bool IsInEffect,
    long MeasuredDays,
    double? WapeWithout,
    double? WapeWith,
    double? ValueAdded);

/// <summary>A series that keeps its forecast, who wanted that and why.</summary>
/// <param name="Until">Runs whose origin is before this day keep the forecast.</param>
/// <param name="Reason">Why it was frozen.</param>
/// <param name="Actor">Who froze it.</param>
/// <param name="ReleasedBy">Who released it before its day.</param>
internal sealed record Freeze(
    Guid Id,
    string Location,
    string Sku,
    DateOnly Until,
    string Reason,
    string Actor,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ReleasedAt,
    string? ReleasedBy);
