using System.Globalization;

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

        var day = date ?? today;
        var derivation = Derivation.Of(new(
            Key.Location, Key.Sku, day, Policy, Supply, Position,
            Policy is OrderUpToPolicy policy && Forecast is not null
                ? ForecastWindow.Of(Forecast, day, Supply.LeadTimeDays + policy.ReviewDays)
                : null));

        return derivation switch
        {
            { Steps: null } => new Skipped("quantity-out-of-range", "The calculated quantity is too large to be one."),
            { Quantity: 0 } => new Enough(),
            _ => new Proposed(derivation),
        };
    }

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
            return new("not-supplied", $"The supplier {Supplier} does not deliver the item.");
        }

        return (Policy, Forecast) switch
        {
            (OrderUpToPolicy, null) => new("no-forecast", "The policy needs a forecast, and there is none."),
            (OrderUpToPolicy, { IsUsable: false }) => new("unusable-forecast", "The forecast holds numbers that one cannot reckon with."),
            _ => null,
        };
    }
}
