namespace Composerp.Forecasting.Domain;

/// <summary>What an adjustment does to a day.</summary>
public enum AdjustmentKind
{
    /// <summary>The mean is the value, units.</summary>
    Absolute,

    /// <summary>The mean changes by so many percent.</summary>
    Percent,

    /// <summary>The mean changes by so many units, and not below 0.</summary>
    Delta,
}

/// <summary>What somebody knows that models do not: a change of the forecasts of some days.</summary>
/// <param name="Location">Null: at all locations.</param>
/// <param name="Sku">Null: all items.</param>
/// <param name="FirstDay">Business days, both included.</param>
/// <param name="MadeOn">The day on which it was made.</param>
/// <param name="ExpiresOn">The last day on which it is in effect; null: until it is withdrawn.</param>
/// <param name="WithdrawnOn">The day on which it was withdrawn.</param>
public sealed record DemandAdjustment(
    Guid Id,
    string? Location,
    string? Sku,
    DateOnly FirstDay,
    DateOnly LastDay,
    AdjustmentKind Kind,
    double Value,
    DateOnly MadeOn,
    DateOnly? ExpiresOn,
    DateOnly? WithdrawnOn)
{
    /// <summary>Whether it counts on a day: made by then, neither withdrawn nor expired.</summary>
    public bool IsInEffect(DateOnly on) =>
        MadeOn <= on && (WithdrawnOn is not { } withdrawn || withdrawn > on) && (ExpiresOn is not { } expires || expires >= on);

    public bool Covers(DateOnly day) => FirstDay <= day && day <= LastDay;

    /// <summary>The mean after it, and by what the spread around the mean is multiplied.</summary>
    public (double Mean, double Spread) Change(double mean) => Kind switch
    {
        AdjustmentKind.Absolute => (Value, 1),
        AdjustmentKind.Percent => (mean * (1 + (Value / 100)), 1 + (Value / 100)),
        _ => (Math.Max(0, mean + Value), 1),
    };
}
