using System.Text.Json.Serialization;

namespace Composerp.Replenishment.Domain.Modifiers;

/// <summary>What to do where the quantity that can be ordered takes the position above its maximum.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MaximumRule>))]
public enum MaximumRule
{
    /// <summary>The maximum says when to stop, not what may lie there: round up over it.</summary>
    [JsonStringEnumMemberName("go-over")]
    GoOver,

    /// <summary>Round down under it, unless that leaves the position under its minimum.</summary>
    [JsonStringEnumMemberName("stay-under")]
    StayUnder,
}

/// <summary>From a quantity on, all units have a price.</summary>
/// <param name="From">0 for the price that always holds.</param>
public sealed record PriceBreak(decimal From, decimal UnitCost);

/// <summary>What a larger order is weighed against.</summary>
/// <param name="FixedCost">Of an order or of a line of it, money.</param>
/// <param name="HoldingRatePerYear">Holding cost of a year as a share of the price: 0.25.</param>
/// <param name="DemandPerYear">Units.</param>
public sealed record CostTerms(decimal FixedCost, decimal HoldingRatePerYear, decimal DemandPerYear);

/// <summary>The conditions on one line of an order.</summary>
public sealed record LineTerms
{
    /// <summary>No order of the item is smaller; 0 where there is no minimum.</summary>
    public decimal MinimumQuantity { get; init; }

    /// <summary>Every order is a whole number of these, above 0.</summary>
    public decimal OrderMultiple { get; init; } = 1;

    /// <summary>Every order is also a whole number of packs; 0 where there are none.</summary>
    public decimal PackSize { get; init; }

    /// <summary>0 where nothing comes on pallets.</summary>
    public decimal PalletSize { get; init; }

    /// <summary>From this share on, a begun pallet is made a full one, in (0, 1]; 1 rounds no pallet.</summary>
    public decimal PalletFrom { get; init; } = 1;

    /// <summary>The position after the order should stay at or below this; null where nothing limits it.</summary>
    public decimal? MaximumLevel { get; init; }

    /// <summary>A position that the maximum must not push it under.</summary>
    public decimal MinimumLevel { get; init; }

    public MaximumRule MaximumRule { get; init; }

    /// <summary>What the order may add at most before goods would grow too old; null where they keep.</summary>
    public decimal? ShelfLifeQuantity { get; init; }

    /// <summary>One order takes no more; the rest goes into further orders. Null where nothing limits it.</summary>
    public decimal? MaximumQuantity { get; init; }

    /// <summary>Ascending by quantity, the first from 0; at least one.</summary>
    /// <exception cref="ArgumentException">They are not: see <see cref="PricesViolation"/>.</exception>
    public IReadOnlyList<PriceBreak> Prices
    {
        get;
        init => field = PricesViolation("prices", value) is { } violation ? throw new ArgumentException(violation.Reason) : value;
    } = [new(0, 0)];

    /// <summary>Null where price breaks are not weighed.</summary>
    public CostTerms? Costs { get; init; }

    public decimal PriceOf(decimal quantity) => Prices.Last(price => price.From <= quantity).UnitCost;

    /// <summary>What is wrong with prices: without one from 0 on, a small order has none.</summary>
    public static Violation? PricesViolation(string field, IReadOnlyList<PriceBreak> prices) => prices switch
    {
        [] => new(field, "missing-price", "There is at least one price, from a quantity of 0 on."),
        [{ From: not 0 } first, ..] => new(
            field, "first-price-not-from-zero", $"The first price holds from 0 on, not from {first.From}: a smaller order would have no price."),
        _ when prices.Zip(prices.Skip(1)).Any(pair => pair.First.From >= pair.Second.From) =>
            new(field, "prices-not-ascending", "Prices are listed by ascending quantity, each quantity once."),
        _ => prices.Select(price => Quantity.Violation(field, price.UnitCost)).FirstOrDefault(violation => violation is not null),
    };

    /// <summary>What can be ordered; null where multiple and pack have no common quantity in range.</summary>
    public OrderStep? FindStep() =>
        (PackSize > 0 ? OrderStep.Common(OrderMultiple, PackSize) : OrderMultiple) is { } step ? new(MinimumQuantity, step) : null;
}
