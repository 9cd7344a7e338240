namespace Composerp.InventoryLedger.Domain;

/// <summary>Goods of an item at a location as the books value them: what they are worth, and what the next one out costs.</summary>
/// <remarks>
/// Cost follows the order of recording, never rewritten: an issue keeps the cost it had. Value is zero whenever quantity
/// is. Stock below zero is valued at the last known cost; what the goods that fill it cost more or less is a variance,
/// a cost of sales and not of stock.
/// </remarks>
/// <param name="Quantity">Of all accounts of the location. History has no cost and is not in it.</param>
/// <param name="LastUnitCost">What a unit cost that came in last, or went out last.</param>
/// <param name="Layers">Oldest first; of items valued by FIFO only.</param>
public sealed record CostPool(Quantity Quantity, Money Value, decimal? LastUnitCost, IReadOnlyList<CostLayer> Layers)
{
    public static CostPool Empty { get; } = new(Quantity.Zero, Money.Zero, null, []);

    /// <summary>What a quantity would cost now.</summary>
    public Money CostOf(Quantity quantity, ItemRules item) => quantity <= Quantity && quantity > Quantity.Zero
        ? Money.Share(Value, quantity, Quantity)
        : Money.Of(quantity, UnitCost(item));

    /// <param name="value">What the goods cost in all.</param>
    /// <param name="origin">What brings them.</param>
    public CostFlow Receive(Quantity quantity, Money value, ItemRules item, CostOrigin origin)
    {
        var last = quantity == Quantity.Zero ? LastUnitCost : value.Per(quantity);

        if (Quantity >= Quantity.Zero)
        {
            return new(new(Quantity + quantity, Value + value, last, WithLayer(item, origin, quantity, value)), value, Money.Zero);
        }

        var shortage = -Quantity;

        if (quantity < shortage)
        {
            var relieved = Money.Share(-Value, quantity, shortage);

            return new(new(Quantity + quantity, Value + relieved, last, Layers), relieved, value - relieved);
        }

        var rest = quantity - shortage;
        var restValue = rest == Quantity.Zero ? Money.Zero : value - Money.Share(value, shortage, quantity);
        var change = restValue - Value;

        return new(new(rest, restValue, last, WithLayer(item, origin, rest, restValue)), change, value - change);
    }

    /// <returns>A flow with a negative value.</returns>
    public CostFlow Issue(Quantity quantity, ItemRules item)
    {
        var held = Quantity > Quantity.Zero ? Quantity : Quantity.Zero;

        if (quantity > held)
        {
            // What is not there costs what it last cost.
            var cost = (held > Quantity.Zero ? Value : Money.Zero) + Money.Of(quantity - held, UnitCost(item));

            return new(new(Quantity - quantity, Value - cost, UnitCost(item), []), -cost, Money.Zero);
        }

        return item.Valuation == Valuation.Fifo
            ? IssueLayers(quantity, Layers)
            : Taken(quantity, quantity == Quantity ? Value : Money.Share(Value, quantity, Quantity), Layers);
    }

    /// <summary>Takes goods out at what they came in for, as far as the pool still has that value.</summary>
    /// <param name="worth">What they came in for.</param>
    public CostFlow TakeBack(Quantity quantity, Money worth, ItemRules item, CostOrigin origin)
    {
        if (quantity > Quantity)
        {
            var issued = Issue(quantity, item);

            return issued with { Variance = -worth - issued.Value };
        }

        var taken = item.Valuation == Valuation.Fifo
            ? IssueLayers(quantity, [.. Layers.OrderBy(layer => layer.Origin != origin)]) is var flow
                ? flow with { After = flow.After with { Layers = [.. flow.After.Layers.OrderBy(layer => layer.Number)] } }
                : flow
            : Taken(quantity, quantity == Quantity || worth > Value ? Value : worth, Layers);

        return taken with { Variance = -worth - taken.Value };
    }

    /// <summary>Adds to, or takes from, the value of what is left of a receipt; the rest was a cost of sales.</summary>
    public CostFlow Correct(Quantity received, Money difference, ItemRules item, CostOrigin origin)
    {
        var layer = item.Valuation == Valuation.Fifo ? Layers.FirstOrDefault(one => one.Origin == origin) : null;
        var worth = layer?.Value ?? Value;
        var left = item.Valuation == Valuation.Fifo ? layer?.Quantity ?? Quantity.Zero : Lesser(received, Quantity);

        if (left <= Quantity.Zero)
        {
            return new(this, Money.Zero, difference);
        }

        // What is left may have come cheaper than what is corrected: goods are never worth less than nothing.
        var share = Money.Share(difference, left, received);
        var inStock = share < -worth ? -worth : share;
        var layers = layer is null
            ? Layers
            : [.. Layers.Select(one => one == layer ? layer with { Value = layer.Value + inStock } : one)];

        return new(this with { Value = Value + inStock, Layers = layers }, inStock, difference - inStock);
    }

    private decimal UnitCost(ItemRules item) => LastUnitCost ?? item.UnitCost ?? 0;

    private CostFlow IssueLayers(Quantity quantity, IReadOnlyList<CostLayer> inOrder)
    {
        var (left, cost) = (quantity, Money.Zero);
        var layers = new List<CostLayer>(inOrder.Count);

        foreach (var layer in inOrder)
        {
            var taken = Lesser(left, layer.Quantity);
            var value = taken == layer.Quantity ? layer.Value : Money.Share(layer.Value, taken, layer.Quantity);
            left -= taken;
            cost += value;

            if (taken < layer.Quantity)
            {
                layers.Add(layer with { Quantity = layer.Quantity - taken, Value = layer.Value - value });
            }
        }

        return Taken(quantity, cost, layers);
    }

    private CostFlow Taken(Quantity quantity, Money cost, IReadOnlyList<CostLayer> layers)
    {
        var after = Quantity - quantity;
        var last = after == Quantity.Zero && quantity > Quantity.Zero ? cost.Per(quantity) : LastUnitCost;

        return new(new(after, Value - cost, last, layers), -cost, Money.Zero);
    }

    private IReadOnlyList<CostLayer> WithLayer(ItemRules item, CostOrigin origin, Quantity quantity, Money value) =>
        item.Valuation != Valuation.Fifo || quantity == Quantity.Zero
            ? Layers
            : [.. Layers, new(Layers.Count == 0 ? 1 : Layers[^1].Number + 1, origin, quantity, value)];

    private static Quantity Lesser(Quantity left, Quantity right) => left < right ? left : right;
}

/// <summary>Goods that came in together, as far as they are left.</summary>
/// <param name="Number">Ascending within the pool by the order of arrival.</param>
public sealed record CostLayer(long Number, CostOrigin Origin, Quantity Quantity, Money Value);

/// <summary>Where goods came from: the movement, and the number of the entry among those of its shard.</summary>
public readonly record struct CostOrigin(string MovementId, int Line);

/// <param name="Value">What the pool gained, or lost.</param>
/// <param name="Variance">What was paid beyond that, or less: a cost of sales.</param>
public readonly record struct CostFlow(CostPool After, Money Value, Money Variance);
