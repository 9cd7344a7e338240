using System.Text.Json.Serialization;

namespace Composerp.Replenishment.Domain.Modifiers;

/// <summary>What holds for an order at a supplier as a whole.</summary>
/// <param name="MinimumValue">Money.</param>
/// <param name="MinimumWeight">Kilograms.</param>
/// <param name="MinimumVolume">Cubic metres.</param>
/// <param name="BelowMinimum">What becomes of an order that does not reach its minimum; left out: place.</param>
/// <param name="TruckWeight">Kilograms that one truck or container takes.</param>
/// <param name="TruckVolume">Cubic metres that one truck or container takes.</param>
/// <param name="TruckFillFrom">A last truck at least so full is filled, else what is in it waits; left out: 0.5.</param>
/// <param name="PullForwardDays">To fill up an order no item is ordered for longer than so many days; left out: 60.</param>
/// <param name="JoinDays">Items that would have to be ordered within so many days join an order that is placed.</param>
/// <param name="Budget">Money for all orders of a period, at all locations.</param>
/// <param name="BudgetPeriod">week (from Monday) or month.</param>
public sealed record SupplierOrderTerms(
    decimal? MinimumValue = null,
    decimal? MinimumWeight = null,
    decimal? MinimumVolume = null,
    BelowMinimum BelowMinimum = BelowMinimum.Place,
    decimal? TruckWeight = null,
    decimal? TruckVolume = null,
    decimal? TruckFillFrom = null,
    int? PullForwardDays = null,
    int? JoinDays = null,
    decimal? Budget = null,
    BudgetPeriod? BudgetPeriod = null)
{
    private const int DaysMax = 1_000;
    private const int PullForwardDaysUsual = 60;
    private const decimal TruckFillFromUsual = 0.5m;

    [JsonIgnore]
    public bool HasMinimum => MinimumValue is not null || MinimumWeight is not null || MinimumVolume is not null;

    [JsonIgnore]
    public OrderSize Minimum => new(MinimumValue ?? 0, MinimumWeight ?? 0, MinimumVolume ?? 0);

    [JsonIgnore]
    public OrderSize? Truck => TruckWeight is null && TruckVolume is null
        ? null
        : OrderSize.Unlimited with { Weight = TruckWeight ?? decimal.MaxValue, Volume = TruckVolume ?? decimal.MaxValue };

    [JsonIgnore]
    public decimal FillFrom => TruckFillFrom ?? TruckFillFromUsual;

    [JsonIgnore]
    public int PullForward => PullForwardDays ?? PullForwardDaysUsual;

    /// <summary>An order may take more than its lines need.</summary>
    [JsonIgnore]
    public bool MayAdd => HasMinimum || Truck is not null || JoinDays is not null;

    /// <summary>The first day of the period that a day belongs to; null without a budget.</summary>
    public DateOnly? PeriodOf(DateOnly day) => BudgetPeriod switch
    {
        Modifiers.BudgetPeriod.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        Modifiers.BudgetPeriod.Month => new(day.Year, day.Month, 1),
        _ => null,
    };

    public Violation? FirstViolation() =>
        Above("minimumValue", MinimumValue) ?? Above("minimumWeight", MinimumWeight) ?? Above("minimumVolume", MinimumVolume)
        ?? Above("truckWeight", TruckWeight) ?? Above("truckVolume", TruckVolume)
        ?? (TruckFillFrom is < 0 or > 1 ? new Violation("truckFillFrom", "share-out-of-range", "A share of a truck is 0 to 1.") : null)
        ?? Days("pullForwardDays", PullForwardDays) ?? Days("joinDays", JoinDays)
        ?? (Budget is { } budget ? Quantity.Violation("budget", budget) : null)
        ?? (Budget is null != BudgetPeriod is null
            ? new Violation(Budget is null ? "budget" : "budgetPeriod", "missing-field", "A budget has an amount and a period.")
            : null);

    private static Violation? Above(string field, decimal? value) => value switch
    {
        null => null,
        0 => new(field, "size-zero", "The value is above 0; leave it out where there is no limit."),
        { } size => Quantity.Violation(field, size),
    };

    private static Violation? Days(string field, int? days) =>
        days is < 0 or > DaysMax ? new(field, "days-out-of-range", "The days are 0 to 1,000.") : null;
}

/// <summary>What becomes of an order that does not reach its supplier's minimum.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BelowMinimum>))]
public enum BelowMinimum
{
    /// <summary>It is proposed all the same: what it costs is for people to settle.</summary>
    [JsonStringEnumMemberName("place")]
    Place,

    /// <summary>It waits until it is large enough.</summary>
    [JsonStringEnumMemberName("hold")]
    Hold,
}

[JsonConverter(typeof(JsonStringEnumConverter<BudgetPeriod>))]
public enum BudgetPeriod
{
    [JsonStringEnumMemberName("week")]
    Week,

    [JsonStringEnumMemberName("month")]
    Month,
}
