using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Policies;
using Composerp.Replenishment.Domain.Simulation;
using Composerp.Replenishment.Numerics.ServiceLevels;

namespace Composerp.Replenishment.Simulations;

/// <param name="Policy">As in a rule; a target's levels are calculated from demand before the simulated days.</param>
/// <param name="ComparedWith">A second policy that lives through the same days.</param>
/// <param name="LeadTimes">How often a delivery takes how many days.</param>
/// <param name="Days">1 to 3,650; left out: those of the demand that is given, else 365.</param>
/// <param name="WarmUpDays">First days that do not count; left out: none.</param>
/// <param name="Seed">The same seed, the same days.</param>
/// <param name="Shortage">What becomes of demand that finds no stock; left out: backordered.</param>
/// <param name="StartStock">On hand before the first day; left out: the level that is filled up to.</param>
/// <param name="OrderMultiple">Orders are rounded up to whole multiples of this; left out: they are exact.</param>
internal sealed record SimulationRequest(
    PolicyTerms Policy,
    IReadOnlyList<LeadTimeShare> LeadTimes,
    SimulatedDemand Demand,
    PolicyTerms? ComparedWith = null,
    int? Days = null,
    int WarmUpDays = 0,
    long Seed = 1,
    Shortage Shortage = Shortage.Backordered,
    double? StartStock = null,
    double OrderMultiple = 0,
    SimulatedCosts? Costs = null)
{
    public const int DaysMax = 3_650;
    public const int DaysDefault = 365;

    private const double UnitsMax = 100_000;

    internal int DayCount => Days ?? Demand.Daily?.Count ?? DaysDefault;

    /// <summary>The probabilities of 0, 1, 2.. days.</summary>
    public double[] Chances()
    {
        var (chances, all) = (new double[LeadTimes.Max(one => one.Days) + 1], LeadTimes.Sum(one => one.Share));

        foreach (var one in LeadTimes)
        {
            chances[one.Days] += one.Share / all;
        }

        return chances;
    }

    public Violation? FirstViolation() =>
        Policy.FirstViolation() ?? ComparedWith?.FirstViolation() ?? OfLeadTimes() ?? Demand.FirstViolation() ?? OfDays() ?? OfNumbers()
        ?? OfQuantities(Policy) ?? (ComparedWith is null ? null : OfQuantities(ComparedWith));

    private Violation? OfLeadTimes() =>
        LeadTimes.Count is 0 or > 100 || LeadTimes.Any(one => one.Days is < 0 or > SupplyTerms.LeadTimeDaysMax || one.Share is not (> 0 and <= 1_000_000))
            ? new("leadTimes", "malformed-lead-times", "There are 1 to 100 lead times of 0 to 1,000 days, each with a share above 0.")
            : null;

    private Violation? OfDays() =>
        DayCount is < 1 or > DaysMax || DayCount > (Demand.Daily?.Count ?? DaysMax)
            ? new("days", "days-out-of-range", "There are 1 to 3,650 days, and no more than demand is given for.")
            : WarmUpDays < 0 || WarmUpDays >= DayCount
                ? new("warmUpDays", "days-out-of-range", "Fewer days are warm-up than there are days.")
                : null;

    private Violation? OfNumbers() =>
        Seed < 0 ? new("seed", "seed-out-of-range", "A seed is 0 or more.")
        : StartStock is not (null or (>= 0 and <= 1e9)) ? new("startStock", "quantity-out-of-range", "The stock is 0 to a billion.")
        : OrderMultiple is not (>= 0 and <= 1e6) ? new("orderMultiple", "quantity-out-of-range", "The multiple is 0 to a million.")
        : Costs is { } costs
            ? Quantity.Violation("perOrder", costs.PerOrder) ?? Quantity.Violation("unitCost", costs.UnitCost)
                ?? Quantity.Violation("holdingRate", costs.HoldingRate) ?? Quantity.Violation("perShortUnit", costs.PerShortUnit)
            : null;

    private static Violation? OfQuantities(PolicyTerms terms) =>
        terms is { Maximum: > 1_000_000_000 } or { ReorderPoint: > 1_000_000_000 } or { OrderQuantity: > 1_000_000 }
            ? new("policy", "quantity-out-of-range", "Levels are up to a billion, quantities up to a million.")
            : null;

    public static bool IsAmount(double units) => units is >= 0 and <= UnitsMax;
}

/// <param name="Share">Of all deliveries; a share or a count.</param>
internal sealed record LeadTimeShare(int Days, double Share);

/// <summary>The demand of each day: one of daily, law and forecast.</summary>
/// <param name="Daily">Units per day as they were, oldest first.</param>
/// <param name="History">With daily: what levels are calculated from; left out: daily itself, which flatters them.</param>
/// <param name="Law">Drawn whole units.</param>
/// <param name="Forecast">Drawn from the forecast of an item at a location.</param>
internal sealed record SimulatedDemand(
    IReadOnlyList<double>? Daily = null, IReadOnlyList<double>? History = null, DrawnDemand? Law = null, ForecastOf? Forecast = null)
{
    public Violation? FirstViolation()
    {
        if (new object?[] { Daily, Law, Forecast }.Count(one => one is not null) != 1)
        {
            return new("demand", "one-demand", "Demand is one of daily, law and forecast.");
        }

        if (Daily is { } daily && (daily.Count is 0 or > SimulationRequest.DaysMax || !daily.All(SimulationRequest.IsAmount)))
        {
            return new("daily", "malformed-demand", "There are 1 to 3,650 days of 0 to 100,000 units.");
        }

        if (History is { } history && (Daily is null || history.Count is 0 or > SimulationRequest.DaysMax || !history.All(SimulationRequest.IsAmount)))
        {
            return new("history", "malformed-demand", "A history goes with daily: 1 to 3,650 days of 0 to 100,000 units.");
        }

        return Law is { } law && !(law.Chance is > 0 and <= 1 && law.Mean is > 0 and <= 10_000 && (law.Chance == 1 || law.Mean >= 1) && law.Deviation is >= 0 and <= 100_000)
            ? new("law", "malformed-law", "A day has demand with a chance above 0 up to 1, and then a mean above 0 (at least 1 where there are days without) up to 10,000.")
            : null;
    }
}

/// <param name="Mean">Of days with demand.</param>
/// <param name="Deviation">Of days with demand; no less than the square root of the mean can be drawn.</param>
/// <param name="Chance">Of a day with demand; left out: every day.</param>
internal sealed record DrawnDemand(double Mean, double Deviation, double Chance = 1);

internal sealed record ForecastOf(string Location, string Sku);
