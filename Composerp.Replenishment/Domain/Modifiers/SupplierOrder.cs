namespace Composerp.Replenishment.Domain.Modifiers;

/// <summary>How much an order is, in money, weight and room.</summary>
/// <param name="Value">Money.</param>
/// <param name="Weight">Kilograms.</param>
/// <param name="Volume">Cubic metres.</param>
public readonly record struct OrderSize(decimal Value, decimal Weight, decimal Volume)
{
    public static OrderSize Unlimited { get; } = new(decimal.MaxValue, decimal.MaxValue, decimal.MaxValue);

    public bool Reaches(OrderSize minimum) => Value >= minimum.Value && Weight >= minimum.Weight && Volume >= minimum.Volume;

    public bool Fits(OrderSize capacity) => Value <= capacity.Value && Weight <= capacity.Weight && Volume <= capacity.Volume;

    public OrderSize Plus(OrderSize other) => new(Value + other.Value, Weight + other.Weight, Volume + other.Volume);

    public OrderSize Times(decimal factor) => new(Product(Value, factor), Product(Weight, factor), Product(Volume, factor));

    /// <summary>Whether one more of this counts in a dimension that is still below the minimum.</summary>
    public bool AddsTo(OrderSize size, OrderSize minimum) =>
        (Value > 0 && size.Value < minimum.Value) || (Weight > 0 && size.Weight < minimum.Weight) || (Volume > 0 && size.Volume < minimum.Volume);

    /// <summary>Whether this is anything in a dimension that is limited.</summary>
    public bool IsLimitedBy(OrderSize capacity) =>
        (Value > 0 && capacity.Value < decimal.MaxValue) || (Weight > 0 && capacity.Weight < decimal.MaxValue)
        || (Volume > 0 && capacity.Volume < decimal.MaxValue);

    private static decimal Product(decimal size, decimal factor) => size == decimal.MaxValue ? size : size * factor;
}

/// <summary>One item of an order at a supplier.</summary>
/// <param name="Position">Without the order.</param>
/// <param name="DemandPerDay">Expected, units; 0 where nobody asks for it: then it is never pulled forward.</param>
/// <param name="Quantity">That its own conditions made.</param>
/// <param name="Ceiling">It may be lifted to this at most: shelf life, maximum, storage of the item.</param>
/// <param name="UnitSize">Of one unit.</param>
public sealed record SupplierLine(decimal Position, decimal DemandPerDay, decimal Quantity, OrderStep Step, decimal Ceiling, OrderSize UnitSize)
{
    /// <summary>Days that position and order last; the least is the most urgent.</summary>
    public decimal DaysOfCover(decimal quantity) => DemandPerDay > 0 ? (Position + quantity) / DemandPerDay : decimal.MaxValue;
}

/// <summary>What the conditions of the whole order did to one line.</summary>
/// <param name="Line">Its place.</param>
public sealed record LineChange(int Line, ModifierStep Step);

/// <summary>An order at a supplier, under conditions that hold for all its lines together.</summary>
/// <remarks>
/// In this order: the supplier's minimum, trucks, the budget, storage. Each starts from what the one before left. Lines
/// are lifted where the cover is least and lowered where it is most, step by step, so that they end evenly.
/// </remarks>
public sealed class SupplierOrder
{
    private readonly IReadOnlyList<SupplierLine> _lines;
    private readonly decimal[] _quantities;
    private readonly List<LineChange> _changes = [];

    public SupplierOrder(IReadOnlyList<SupplierLine> lines)
    {
        _lines = lines;
        _quantities = [.. lines.Select(line => line.Quantity)];
        Size = lines.Select(line => line.UnitSize.Times(line.Quantity)).Aggregate(default(OrderSize), (sum, size) => sum.Plus(size));
    }

    public IReadOnlyList<decimal> Quantities => _quantities;

    public IReadOnlyList<LineChange> Changes => _changes;

    public OrderSize Size { get; private set; }

    /// <summary>Lifts the most urgent lines until the order is large enough.</summary>
    /// <returns>Whether it is; if no line can be lifted any more the order stays as it was.</returns>
    public bool Reach(OrderSize minimum)
    {
        if (Size.Reaches(minimum))
        {
            return true;
        }

        var before = _quantities.ToArray();
        var (sizeBefore, isReached) = (Size, Lift(OrderSize.Unlimited, line => line.UnitSize.AddsTo(Size, minimum), () => Size.Reaches(minimum)));

        if (!isReached)
        {
            before.CopyTo(_quantities, 0);
            Size = sizeBefore;

            return false;
        }

        Note(OrderModifier.SupplierMinimum, minimum.Value, before);

        return true;
    }

    /// <summary>Makes full trucks: a last one that is full enough is filled, else what is in it is left for the next order.</summary>
    /// <param name="fillFrom">Share of the last truck from which on it is filled, in [0, 1].</param>
    /// <returns>How many trucks; a single one goes however empty it is.</returns>
    public int FillTrucks(OrderSize truck, decimal fillFrom)
    {
        var load = Math.Max(Share(Size.Value, truck.Value), Math.Max(Share(Size.Weight, truck.Weight), Share(Size.Volume, truck.Volume)));
        var full = (int)Math.Floor(load);
        var before = _quantities.ToArray();

        if (load == full)
        {
            return full;
        }

        var trucks = full == 0 || load - full >= fillFrom ? full + 1 : full;

        if (trucks > full)
        {
            if (load - full >= fillFrom)
            {
                Lift(truck.Times(trucks), line => line.UnitSize.IsLimitedBy(truck), () => false);
            }
        }
        else
        {
            Lower(truck.Times(trucks));
        }

        Note(OrderModifier.Truck, trucks, before);

        return trucks;
    }

    /// <summary>Lowers the lines with most cover until the order costs no more than there is.</summary>
    public void Keep(decimal budget)
    {
        var before = _quantities.ToArray();
        Lower(OrderSize.Unlimited with { Value = budget });
        Note(OrderModifier.Budget, budget, before);
    }

    /// <summary>Lowers the lines with most cover until the order has room.</summary>
    public void Store(decimal volume)
    {
        var before = _quantities.ToArray();
        Lower(OrderSize.Unlimited with { Volume = volume });
        Note(OrderModifier.Storage, volume, before);
    }

    private static decimal Share(decimal size, decimal capacity) => capacity is > 0 and < decimal.MaxValue ? size / capacity : 0;

    // Only what helps is lifted: the rest would be lifted for nothing, and without end.
    private bool Lift(OrderSize capacity, Func<SupplierLine, bool> helps, Func<bool> isEnough)
    {
        var urgent = new PriorityQueue<int, (decimal, int)>();

        for (var line = 0; line < _lines.Count; line++)
        {
            if (_lines[line].DemandPerDay > 0)
            {
                urgent.Enqueue(line, (_lines[line].DaysOfCover(_quantities[line]), line));
            }
        }

        while (!isEnough())
        {
            if (!urgent.TryDequeue(out var line, out _))
            {
                return false;
            }

            var (of, now) = (_lines[line], _quantities[line]);
            var more = of.Step.More(now);
            var size = Size.Plus(of.UnitSize.Times(more - now));

            // What does not fit any more does not come back: others may be smaller.
            if (more <= of.Ceiling && size.Fits(capacity) && helps(of))
            {
                (_quantities[line], Size) = (more, size);
                urgent.Enqueue(line, (of.DaysOfCover(more), line));
            }
        }

        return true;
    }

    // Only what helps is lowered: the rest would be left out for nothing.
    private void Lower(OrderSize capacity)
    {
        var easy = new PriorityQueue<int, (decimal, int)>();

        for (var line = 0; line < _lines.Count; line++)
        {
            if (_quantities[line] > 0 && _lines[line].UnitSize.IsLimitedBy(capacity))
            {
                easy.Enqueue(line, (-_lines[line].DaysOfCover(_quantities[line]), line));
            }
        }

        while (!Size.Fits(capacity) && easy.TryDequeue(out var line, out _))
        {
            var (of, now) = (_lines[line], _quantities[line]);
            var less = of.Step.Less(now);
            Size = Size.Plus(of.UnitSize.Times(less - now));
            _quantities[line] = less;

            if (less > 0)
            {
                easy.Enqueue(line, (-of.DaysOfCover(less), line));
            }
        }
    }

    private void Note(OrderModifier modifier, decimal limit, decimal[] before)
    {
        for (var line = 0; line < before.Length; line++)
        {
            if (_quantities[line] != before[line])
            {
                var costChange = (_quantities[line] - before[line]) * _lines[line].UnitSize.Value;
                _changes.Add(new(line, new(modifier, limit, before[line], _quantities[line], costChange)));
            }
        }
    }
}
