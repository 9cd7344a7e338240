using System.Globalization;

namespace Composerp.Replenishment.Domain.Exceptions;

public static class ConcernKinds
{
    public const string StockOutNow = "stock-out-now";
    public const string WillStockOut = "will-stock-out";
    public const string Excess = "excess";
    public const string DeadStock = "dead-stock";
    public const string LateOrder = "late-order";
    public const string UnreliableSupplier = "unreliable-supplier";

    public static IReadOnlyList<string> All { get; } = [StockOutNow, WillStockOut, Excess, DeadStock, LateOrder, UnreliableSupplier];
}

/// <summary>Something that a planner should look at: an exception of a plan.</summary>
/// <param name="Kind">One of <see cref="ConcernKinds"/>.</param>
/// <param name="Units">That will be short, are too many, are dead or late.</param>
/// <param name="Money">At risk, at cost; null where no cost is known.</param>
/// <param name="Day">On which stock runs out, the newest sale was, or the order should have come.</param>
/// <param name="Order">The number of the order that it is about.</param>
/// <param name="Advice">What to do.</param>
public sealed record Concern(
    string Kind, decimal? Units, decimal? Money, DateOnly? Day, string? Supplier, string? Order, string Reason, string Advice);

/// <summary>From where on something is an exception.</summary>
/// <param name="ShortMin">Units: less than this is no loss.</param>
/// <param name="ExcessDays">What lasts longer than so many days is too much.</param>
/// <param name="DeadDays">What was not sold for so many days is dead.</param>
/// <param name="LinesMin">A supplier with fewer lines in a year is not judged.</param>
/// <param name="OnTimeInFullMin">The share of lines on time and in full that is expected of a supplier.</param>
public sealed record ConcernLimits(decimal ShortMin, int ExcessDays, int DeadDays, int LinesMin, double OnTimeInFullMin)
{
    public static ConcernLimits Usual { get; } = new(0.5m, 90, 180, 10, 0.8);
}

/// <summary>Goods that should have come.</summary>
public sealed record LateDelivery(string Order, string? Supplier, DateOnly ExpectedOn, decimal Quantity, decimal UnitCost);

/// <summary>What is known of an item at a location when a plan looks at it.</summary>
/// <param name="UnitCost">null where neither supplier nor ledger says.</param>
/// <param name="Receipts">Of open orders, what is still to come and when.</param>
/// <param name="Forecast">null where there is none.</param>
/// <param name="Arrival">The day on which goods ordered now come at the earliest; null where nobody delivers.</param>
/// <param name="Level">The highest position that a policy would order up to; 0 where none does.</param>
/// <param name="Proposed">What the plan proposes.</param>
/// <param name="FirstSeenOn">The first day of which a movement was told; null where none was.</param>
public sealed record StockFacts(
    DateOnly Today,
    StockPosition Position,
    decimal? UnitCost,
    IReadOnlyList<DatedQuantity> Receipts,
    IReadOnlyList<LateDelivery> Late,
    Forecast? Forecast,
    string? Supplier,
    DateOnly? Arrival,
    decimal Level,
    decimal Proposed,
    DateOnly? FirstSeenOn,
    DateOnly? LastSoldOn);

/// <summary>Finds what a planner should look at, from the same facts that the plan was made of.</summary>
public static class Concerns
{
    /// <summary>Where nobody delivers, one looks so many days ahead.</summary>
    private const int DaysWithoutSupply = 7;

    /// <summary>Of one item at one location.</summary>
    public static IReadOnlyList<Concern> Of(StockFacts facts, ConcernLimits limits)
    {
        var concerns = new List<Concern>();

        if (FindStockOut(facts, limits) is { } stockOut)
        {
            concerns.Add(stockOut);
        }

        if ((FindDead(facts, limits) ?? FindExcess(facts, limits)) is { } tooMuch)
        {
            concerns.Add(tooMuch);
        }

        concerns.AddRange(facts.Late.Select(late => Late(late, facts.Today)));

        return concerns;
    }

    /// <summary>Of a supplier.</summary>
    /// <param name="onTimeInFull">The share of its lines.</param>
    /// <param name="openMoney">What its open orders cost.</param>
    /// <returns>null where it keeps to its orders, or too little is known of it.</returns>
    public static Concern? OfSupplier(string supplier, long lines, double onTimeInFull, decimal openMoney, ConcernLimits limits) =>
        lines < limits.LinesMin || onTimeInFull >= limits.OnTimeInFullMin
            ? null
            : new(
                ConcernKinds.UnreliableSupplier, null, openMoney, null, supplier, null,
                Text($"Of {lines} lines within a year {100 * onTimeInFull:0.#} % came on time and in full; {100 * limits.OnTimeInFullMin:0.#} % are expected."),
                "Plan with its measured lead times, talk to it, or order from somebody else.");

    private static Concern? FindStockOut(StockFacts facts, ConcernLimits limits)
    {
        if (facts.Forecast is not { } forecast)
        {
            return null;
        }

        var isOut = facts.Position.OnHand <= 0;
        var until = facts.Arrival is { } arrival && arrival > facts.Today ? arrival
            : facts.Arrival is null ? facts.Today.AddDays(DaysWithoutSupply)
            : facts.Today.AddDays(1);
        var (units, firstDay) = ShortUntil(facts, forecast, until, isOut);

        if (firstDay is not { } day || units < limits.ShortMin)
        {
            return null;
        }

        var reason = isOut
            ? Text($"Nothing is on hand; until {until:yyyy-MM-dd} {units:0.##} are expected to be asked for in vain.")
            : Text($"What is there and comes lasts until {day:yyyy-MM-dd}, goods ordered now come on {until:yyyy-MM-dd}: {units:0.##} are expected to be short.");

        return new(isOut ? ConcernKinds.StockOutNow : ConcernKinds.WillStockOut, units, units * facts.UnitCost, day, facts.Supplier, null, reason, AdviceFor(facts, day));
    }

    /// <summary>Demand that finds no stock before a day. In transit counts as there, but on an empty shelf only from the next day on.</summary>
    private static (decimal Units, DateOnly? FirstDay) ShortUntil(StockFacts facts, Forecast forecast, DateOnly until, bool isOut)
    {
        var position = facts.Position;
        var stock = Math.Max(0, (double)(position.OnHand - position.Committed + (isOut ? 0 : position.InTransit)));
        var units = 0.0;
        DateOnly? first = null;

        for (var day = facts.Today; day < until; day = day.AddDays(1))
        {
            stock += isOut && day == facts.Today.AddDays(1) ? (double)position.InTransit : 0;

            foreach (var receipt in facts.Receipts)
            {
                stock += receipt.Date == day ? (double)receipt.Quantity : 0;
            }

            var need = forecast.MeanOf(day);

            if (need > stock)
            {
                units += need - stock;
                first ??= day;
            }

            stock = Math.Max(0, stock - need);
        }

        return (Quantity.Nearest(units) ?? 0, first);
    }

    private static string AdviceFor(StockFacts facts, DateOnly shortOn)
    {
        var next = facts.Receipts.Where(receipt => receipt.Date > shortOn).OrderBy(receipt => receipt.Date).FirstOrDefault();
        var order = facts.Proposed > 0 && facts.Arrival is { } arrival
            ? Text($"Approve the proposal of {facts.Proposed:0.####}, which comes on {arrival:yyyy-MM-dd}. ")
            : "";

        return order + (facts switch
        {
            { Late.Count: > 0 } => Text($"Ask for the late order {facts.Late[0].Order}, or move stock from another location."),
            _ when next is not null => Text($"Ask to have the {next.Quantity:0.####} of {next.Date:yyyy-MM-dd} sooner, or move stock from another location."),
            { Supplier: null } => "Nothing orders it: give it a policy and a supplier, or order by hand.",
            { Proposed: 0 } => "Nothing is proposed: look at its policy, and move stock from another location.",
            _ => "Until then only stock of another location helps.",
        });
    }

    private static Concern? FindDead(StockFacts facts, ConcernLimits limits)
    {
        if (facts is not { Position.OnHand: > 0, FirstSeenOn: { } seen }
            || (facts.LastSoldOn ?? seen) is var since && since > facts.Today.AddDays(-limits.DeadDays)
            || (facts.Forecast is { } forecast && Expected(facts, forecast, limits.ExcessDays) >= (double)facts.Position.OnHand))
        {
            return null;
        }

        return new(
            ConcernKinds.DeadStock, facts.Position.OnHand, facts.Position.OnHand * facts.UnitCost, facts.LastSoldOn, facts.Supplier, null,
            facts.LastSoldOn is { } sold
                ? Text($"{facts.Position.OnHand:0.####} are on hand, and none was sold since {sold:yyyy-MM-dd}.")
                : Text($"{facts.Position.OnHand:0.####} are on hand, and none was sold since {seen:yyyy-MM-dd}, from when on it is known here."),
            "Sell it off, send it back, move it to where it sells, or write it off; order it no more.");
    }

    private static Concern? FindExcess(StockFacts facts, ConcernLimits limits)
    {
        if (facts.Forecast is not { } forecast || Quantity.Nearest(Expected(facts, forecast, limits.ExcessDays)) is not { } expected)
        {
            return null;
        }

        var there = facts.Position.OnHand + facts.Position.InTransit;
        var excess = Math.Min(there, facts.Position.Total - Math.Max(facts.Level, expected));

        if (excess < 1)
        {
            return null;
        }

        return new(
            ConcernKinds.Excess, excess, excess * facts.UnitCost, null, facts.Supplier, null,
            Text($"The stock position is {facts.Position.Total:0.####}; {limits.ExcessDays} days ask for {expected:0.##}, and the policy for {facts.Level:0.####}."),
            facts.Position.OnOrder > 0
                ? Text($"Cancel or put off what is on order ({facts.Position.OnOrder:0.####}); move the rest to where it sells.")
                : "Move it to where it sells, send it back, or sell it off.");
    }

    private static Concern Late(LateDelivery late, DateOnly today)
    {
        var days = today.DayNumber - late.ExpectedOn.DayNumber;

        return new(
            ConcernKinds.LateOrder, late.Quantity, late.Quantity * late.UnitCost, late.ExpectedOn, late.Supplier, late.Order,
            Text($"{late.Quantity:0.####} were expected {days} {(days == 1 ? "day" : "days")} ago and have not come."),
            late.Supplier is null
                ? "Ask the location that ships, and give the transfer a new day or close it short."
                : Text($"Ask {late.Supplier} when it comes, and give the order a new day; if it never comes, close it short: as it is it counts as supply."));
    }

    private static double Expected(StockFacts facts, Forecast forecast, int days)
    {
        var sum = 0.0;

        for (var day = 0; day < days; day++)
        {
            sum += forecast.MeanOf(facts.Today.AddDays(day));
        }

        return sum;
    }

    private static string Text(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
