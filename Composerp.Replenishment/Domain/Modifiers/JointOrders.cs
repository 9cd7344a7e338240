namespace Composerp.Replenishment.Domain.Modifiers;

/// <summary>An item that is or may be ordered, after the conditions of its own line.</summary>
/// <param name="Position">Without the order.</param>
/// <param name="Quantity">0 where nothing of it is needed.</param>
/// <param name="Ceiling">It may be lifted to this at most, by its maximum and its shelf life; null where nothing limits it.</param>
/// <param name="OrderAt">At or below this it would have to be ordered.</param>
/// <param name="OrderUpTo">To this it would be filled then.</param>
/// <param name="Source">The location that it is transferred from; null where it is ordered at a supplier.</param>
public sealed record OrderedLine(
    string Location,
    string Sku,
    decimal Position,
    decimal DemandPerDay,
    decimal Quantity,
    decimal Minimum,
    decimal Multiple,
    decimal? Ceiling,
    decimal OrderAt,
    decimal OrderUpTo,
    decimal UnitCost,
    decimal UnitWeight,
    decimal UnitVolume,
    string? Source = null);

/// <summary>Room that is left at a location, in cubic metres.</summary>
public sealed record Room(string Location, decimal Volume);

/// <param name="Steps">What each condition of the whole order did to the line.</param>
public sealed record JointLine(decimal Quantity, IReadOnlyList<ModifierStep> Steps)
{
    public bool IsChanged => Steps.Count > 0;

    /// <summary>Something was needed or might have been taken along, and nothing of it is ordered now.</summary>
    public bool Waits => IsChanged && Quantity == 0;
}

/// <summary>The orders at one supplier that have conditions in common, or the transfers to one location, with all that they are decided from.</summary>
/// <param name="Supplier">null for transfers.</param>
/// <param name="Terms">null where only room is limited.</param>
/// <param name="BudgetLeft">Of the period; null where there is no budget.</param>
/// <param name="Rooms">Of locations where it is limited.</param>
/// <param name="Lines">By location and item.</param>
public sealed record JointOrders(
    string? Supplier, SupplierOrderTerms? Terms, decimal? BudgetLeft, IReadOnlyList<Room> Rooms, IReadOnlyList<OrderedLine> Lines)
{
    /// <summary>One for each line.</summary>
    /// <remarks>
    /// For each location's order: items join, the minimum is reached, trucks are filled. Then the budget lowers all orders
    /// together, and room the order of its location. What is below its minimum in the end waits, where that is the rule.
    /// </remarks>
    public IReadOnlyList<JointLine> Decide()
    {
        var quantities = Lines.Select(line => line.Quantity).ToArray();
        var steps = Lines.Select(_ => new List<ModifierStep>(1)).ToArray();
        var orders = Lines.Index().GroupBy(line => line.Item.Location, line => line.Index, StringComparer.Ordinal)
            .OrderBy(order => order.Key, StringComparer.Ordinal).Select(order => (Location: order.Key, Places: order.ToArray())).ToList();

        foreach (var (_, places) in orders.Where(order => Array.Exists(order.Places, place => quantities[place] > 0)))
        {
            if (Terms is { JoinDays: { } days })
            {
                Join(places, days);
            }

            if (Terms is { HasMinimum: true })
            {
                Change(places, order => order.Reach(Terms.Minimum));
            }

            if (Terms is { Truck: { } truck })
            {
                Change(places, order => order.FillTrucks(truck, Terms.FillFrom));
            }
        }

        if (BudgetLeft is { } budget)
        {
            Change([.. Enumerable.Range(0, Lines.Count)], order => order.Keep(Math.Max(0, budget)));
        }

        foreach (var room in Rooms)
        {
            foreach (var (_, places) in orders.Where(order => order.Location == room.Location))
            {
                Change(places, order => order.Store(Math.Max(0, room.Volume)));
            }
        }

        if (Terms is { BelowMinimum: BelowMinimum.Hold, HasMinimum: true })
        {
            foreach (var (_, places) in orders.Where(order => !OrderOf(order.Places).Size.Reaches(Terms.Minimum)))
            {
                foreach (var place in places)
                {
                    Note(place, OrderModifier.SupplierMinimum, Terms.Minimum.Value, 0);
                }
            }
        }

        return [.. quantities.Zip(steps, (quantity, changes) => new JointLine(quantity, changes))];

        void Join(int[] places, int days)
        {
            foreach (var place in places)
            {
                var line = Lines[place];
                var mayJoin = line.OrderAt + (days * line.DemandPerDay);

                if (quantities[place] == 0 && line.DemandPerDay > 0 && line.Position <= mayJoin && line.OrderUpTo > line.Position)
                {
                    var joined = new OrderStep(line.Minimum, line.Multiple).Up(line.OrderUpTo - line.Position);

                    if (joined <= (line.Ceiling ?? decimal.MaxValue))
                    {
                        Note(place, OrderModifier.JointOrder, mayJoin, joined);
                    }
                }
            }
        }

        void Change(int[] places, Action<SupplierOrder> condition)
        {
            var order = OrderOf(places);
            condition(order);

            foreach (var change in order.Changes)
            {
                steps[places[change.Line]].Add(change.Step);
                quantities[places[change.Line]] = change.Step.After;
            }
        }

        void Note(int place, OrderModifier modifier, decimal limit, decimal after)
        {
            if (after != quantities[place])
            {
                steps[place].Add(new(modifier, limit, quantities[place], after, (after - quantities[place]) * Lines[place].UnitCost));
                quantities[place] = after;
            }
        }

        SupplierOrder OrderOf(int[] places) => new([.. places.Select(place => LineOf(Lines[place], quantities[place]))]);
    }

    /// <summary>What the orders take of the room at a location.</summary>
    public decimal VolumeAt(string location, IReadOnlyList<JointLine> decided) =>
        Lines.Zip(decided).Where(line => line.First.Location == location).Sum(line => line.First.UnitVolume * line.Second.Quantity);

    private SupplierLine LineOf(OrderedLine line, decimal quantity)
    {
        var days = Terms?.PullForward ?? 0;
        var most = Math.Max(quantity, (days * line.DemandPerDay) - line.Position);

        return new(
            line.Position, line.DemandPerDay, quantity, new(line.Minimum, line.Multiple), Math.Min(most, line.Ceiling ?? decimal.MaxValue),
            new(line.UnitCost, line.UnitWeight, line.UnitVolume));
    }
}
