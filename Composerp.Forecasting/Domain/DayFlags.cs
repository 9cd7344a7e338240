namespace Composerp.Forecasting.Domain;

/// <summary>What is special about a business day of a series.</summary>
[Flags]
public enum DayFlags
{
    None = 0,

    /// <summary>The shelf was empty, all day or a part of it that counts.</summary>
    StockOut = 1,

    /// <summary>The location was, or will be, closed.</summary>
    Closed = 2,

    Promotion = 4,

    /// <summary>Demand that says nothing of other days.</summary>
    Outlier = 8,

    /// <summary>A holiday, a fair, a match: known by its name.</summary>
    Event = 16,

    /// <summary>Taken over from an item that this one replaces.</summary>
    Inherited = 32,

    /// <summary>Not for sale: before an item takes over from another one, or after it was taken over.</summary>
    NotSold = 64,
}

/// <summary>What people say of days.</summary>
public enum MarkKind
{
    Outlier,
    Promotion,
    Closure,
    Event,
}

/// <summary>A mark as far as it concerns one series.</summary>
/// <param name="LastDay">Included.</param>
/// <param name="Reason">Of an event its name: days of the same name are expected to be alike.</param>
/// <param name="Uplift">Demand as a multiple of what it would be without; null: as measured on days of the past.</param>
public sealed record MarkedDays(MarkKind Kind, DateOnly FirstDay, DateOnly LastDay, string Reason, double? Uplift)
{
    public DayFlags Flag => Kind switch
    {
        MarkKind.Outlier => DayFlags.Outlier,
        MarkKind.Promotion => DayFlags.Promotion,
        MarkKind.Closure => DayFlags.Closed,
        _ => DayFlags.Event,
    };

    /// <summary>Days whose effects are expected to be alike: all promotions of an item, and the events of one name.</summary>
    public string EffectName => Kind == MarkKind.Event ? Reason : "";
}
