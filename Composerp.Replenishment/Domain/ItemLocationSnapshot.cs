using System.Globalization;
using Composerp.Replenishment.Domain.Allocation;
using Composerp.Replenishment.Domain.Calendars;
using Composerp.Replenishment.Domain.Ordering;
using Composerp.Replenishment.Numerics.ServiceLevels;

namespace Composerp.Replenishment.Domain;

/// <summary>What is known of a location that is planned for.</summary>
/// <param name="Today">The location's business day now; null where its time zone is not known.</param>
/// <param name="GoLive">Before this day its movements are history, not stock.</param>
public sealed record PlannedLocation(DateOnly? Today, string TimeZone, DateOnly? GoLive, bool AllowsNegative);

/// <summary>Everything that planning one item at one location needs, all of one moment.</summary>
/// <param name="Location">null where the ledger has not told of it.</param>
/// <param name="Supply">null where the supplier does not deliver the item.</param>
/// <param name="Forecast">null where there is none.</param>
public sealed record ItemLocationSnapshot(
    ItemLocation Key,
    PlannedLocation? Location,
    bool IsItemKnown,
    OrderPolicy Policy,
    string Supplier,
    SupplyTerms? Supply,
    StockPosition Position,
    Forecast? Forecast)
{
    public PolicySource? Source { get; init; }

    public PolicyLimits? Limits { get; init; }

    /// <summary>The probabilities of lead times of 0, 1, 2.. days; null where the stated one is taken as certain.</summary>
    public double[]? LeadTimes { get; init; }

    /// <summary>The calendars on the way; null where every day will do.</summary>
    public DeliveryLane? Lane { get; init; }

    /// <summary>The item is counted in whole units.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Of open orders, what is still to come and when.</summary>
    public IReadOnlyList<DatedQuantity> Receipts { get; init; } = [];

    /// <summary>What is on hand by the last day on which it may be sold, where there is one.</summary>
    public IReadOnlyList<DatedQuantity> Lots { get; init; } = [];

    public IReadOnlyList<EnteredParameter> Overrides { get; init; } = [];

    /// <summary>The proposal of an earlier run, at the supplier that is ordered from now.</summary>
    public OpenProposal? Open { get; init; }

    /// <summary>What others ask of the location; null where it feeds none.</summary>
    public Downstream? Feeds { get; init; }

    /// <summary>Parameters that an earlier run calculated.</summary>
    public KnownParameters? Known { get; init; }

    /// <summary>Decides what to order.</summary>
    /// <param name="date">Plan for this day instead of the location's today.</param>
    public PlanningOutcome Plan(DateOnly? date)
    {
        if (FirstObstacle() is { } obstacle)
        {
            return obstacle;
        }

        if (Location is not { Today: { } today } || Supply is null)
        {
            throw new System.Diagnostics.UnreachableException("What is missing is an obstacle.");
        }

        var reviewDays = Policy switch
        {
            OrderUpToPolicy policy => policy.ReviewDays,
            CalculatedPolicy policy => policy.ReviewDays,
            TimePhasedPolicy policy => policy.ReviewDays,
            _ => 1,
        };

        if (!TryReckon(date, today, Supply, reviewDays, out var days, out var leadTimes))
        {
            return new Skipped("calendars-never-meet", $"Within {SupplyCalendar.DaysMax} days no delivery of {Supplier} meets a receiving day of {Key.Location}.");
        }

        var input = InputOf(date ?? today, Supply, days, leadTimes);
        var key = PolicyLevels.FindKey(input);
        var derivation = Derivation.Of(input, key is not null && key == Known?.Key ? Known.Parameters : null);

        return derivation switch
        {
            { Steps: null } => new Skipped("quantity-out-of-range", "The calculated quantity is too large to be one."),
            { Quantity: 0 } => new Enough(derivation, key),
            _ => new Proposed(derivation, key),
        };
    }

    /// <summary>Days of the calendars, and chances of the goods' days from the date; both null where every day will do and lead times are certain.</summary>
    private bool TryReckon(
        DateOnly? date, DateOnly today, SupplyTerms supply, int reviewDays, out SupplyDays? days, out double[]? leadTimes)
    {
        (days, leadTimes) = (null, LeadTimes);

        if (Lane is not { } lane)
        {
            return true;
        }

        days = lane.FindOrderDay(date, today) is { } found ? lane.Find(found, supply.LeadTimeDays, reviewDays) : null;

        if (days is null || LeadTimes is null)
        {
            return days is not null;
        }

        if (lane.Find(days, date ?? today, LeadTimes, reviewDays) is not { } mixed)
        {
            return false;
        }

        (days, leadTimes) = mixed;

        return true;
    }

    private PlanningInput InputOf(DateOnly date, SupplyTerms supply, SupplyDays? days, double[]? measured)
    {
        var overrides = Overrides.Where(entered => entered.Holds(date)).ToList();

        var window = WindowOf(date, supply, days, measured);

        // What keeps longer than that is sold by then, or is another order's concern.
        var keepsUntil = (window?.To ?? date).AddDays(Limits?.RemainingLifeDays ?? 0);
        var lots = Lots.Where(lot => lot.Date <= keepsUntil).ToList();

        return new(Key.Location, Key.Sku, date, Policy, supply, Position, window)
        {
            Source = Source,
            LeadTimes = measured,
            Calendar = days,
            IsWhole = IsWhole,
            Receipts = (Policy is TimePhasedPolicy || Limits?.ShelfLifeDays is not null) && Receipts.Count > 0 ? Receipts : null,
            Lots = lots.Count > 0 ? lots : null,
            Limits = Limits,
            Overrides = overrides.Count > 0 ? overrides : null,
            Open = Limits is { FenceDays: > 0 } or { Dampening: > 0 } ? Open : null,
            Feeds = Feeds,
        };
    }

    private ForecastWindow? WindowOf(DateOnly date, SupplyTerms supply, SupplyDays? calendar, double[]? measured)
    {
        var isUsed = Policy.NeedsForecast || Limits?.ShelfLifeDays is not null;

        if (!isUsed || Forecast is not { IsUsable: true } forecast)
        {
            return null;
        }

        var stated = calendar?.LeadTimeDays(date) ?? supply.LeadTimeDays;
        var leadTimes = measured ?? PlanningAim.Certain(stated);
        var ahead = Math.Max(0, date.DayNumber - forecast.FirstDay.DayNumber);
        var days = PlanningAim.WindowDays(
            Policy, Math.Max(leadTimes.Length - 1, stated), calendar?.ReviewDays, Math.Max(0, forecast.HorizonDays - ahead), Limits);
        var window = ForecastWindow.Of(forecast, date, days);

        return Policy switch
        {
            OrderUpToPolicy when measured is null => forecast.SumQuantiles is null ? window : window.WithSums(forecast, [days]),
            OrderUpToPolicy upTo => window.WithSums(forecast, PlanningAim.SumDays(leadTimes, calendar?.ReviewDays ?? upTo.ReviewDays, isLost: false)),
            CalculatedPolicy { Target: { } target } calculated => window.WithSums(forecast, SumDays(target, leadTimes, calendar?.ReviewDays ?? calculated.ReviewDays)),
            TimePhasedPolicy { Target: { } target } phased => window.WithSums(forecast, SumDays(target, leadTimes, calendar?.ReviewDays ?? phased.ReviewDays)),
            _ => window with { Levels = [], Quantiles = [] },
        };
    }

    private static IEnumerable<int> SumDays(ServiceTarget target, double[] leadTimes, int reviewDays) =>
        target.Distribution == DistributionChoice.Forecast
            ? PlanningAim.SumDays(leadTimes, reviewDays, target.Shortage == Shortage.Lost)
            : [];

    private Skipped? FirstObstacle()
    {
        if (!IsItemKnown)
        {
            return new("unknown-item", $"The ledger has not told of an item {Key.Sku}.");
        }

        if (Location is null)
        {
            return new("unknown-location", $"The ledger has not told of a location {Key.Location}.");
        }

        if (Location.Today is not { } today)
        {
            return new("unknown-time-zone", $"The location's time zone {Location.TimeZone} is not known here.");
        }

        if (Location.GoLive is { } goLive && today < goLive)
        {
            return new("not-live", string.Create(
                CultureInfo.InvariantCulture, $"The location goes live on {goLive:yyyy-MM-dd}: until then its movements are history, not stock."));
        }

        // Where stock may not go below zero, only history without an opening count leaves it there.
        if (Position.OnHand < 0 && !Location.AllowsNegative)
        {
            return new("no-opening-count", string.Create(
                CultureInfo.InvariantCulture, $"Stock is {Position.OnHand:0.####}: sales of before the go-live were posted, an opening count was not."));
        }

        if (Supply is null)
        {
            return new("not-supplied", Supplier.Length == 0 ? "No supplier delivers the item." : $"The supplier {Supplier} does not deliver the item.");
        }

        return (Policy.NeedsForecast, Forecast) switch
        {
            (true, null) => new("no-forecast", "The policy needs a forecast, and there is none."),
            (true, { IsUsable: false }) => new("unusable-forecast", "The forecast holds numbers that one cannot reckon with."),
            _ => null,
        };
    }
}
