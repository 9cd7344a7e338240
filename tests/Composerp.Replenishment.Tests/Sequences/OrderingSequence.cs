using System.Globalization;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Orders;
using OrderModifier = Composerp.Replenishment.Domain.Modifiers.OrderModifier;

namespace Composerp.Replenishment.Tests.Sequences;

/// <summary>What may happen at a location with two items, in an order that is drawn: run, approve, receive, edit, cancel, sell, and runs at once.</summary>
/// <remarks>
/// Everything is decided by the service's own functions; only what its SQL does is done here: which supply is open, and what a run
/// stores over what was decided since it looked.
/// </remarks>
internal sealed class OrderingSequence
{
    private const int StepCount = 16;

    private static readonly DateOnly _monday = new(2026, 3, 2);
    private static readonly string[] _people = ["ann", "bob", "cho"];

    private readonly Random _random;
    private readonly List<StockedItem> _items;
    private readonly List<PurchaseOrder> _orders = [];
    private readonly List<HeldProposal> _proposals = [];
    private readonly List<string> _trace = [];
    private readonly List<string> _violations = [];
    private DateOnly _today = _monday;
    private List<Decided>? _pending;

    private OrderingSequence(int seed)
    {
        _random = new(seed);
        _items = [StockedItem.Draw("nut", _monday, _random), StockedItem.Draw("rod", _monday, _random)];
        _items.ForEach(item => item.PositionMax = item.OnHand);
    }

    /// <summary>Everything that was wrong, with the steps that led there; nothing where all is well.</summary>
    public static IReadOnlyList<string> ViolationsOf(int seed)
    {
        var sequence = new OrderingSequence(seed);

        for (var step = 0; step < StepCount && sequence._violations.Count == 0; step++)
        {
            sequence.Step();
            sequence.CheckPositions();
        }

        sequence.Finish();

        return [.. sequence._violations.Select(violation => $"{seed}: {violation} after {string.Join("; ", sequence._trace)}, of {string.Join(" and ", sequence._items)}")];
    }

    private DateTimeOffset Now => new(_today, new TimeOnly(12, 0), TimeSpan.Zero);

    private string Somebody => _people[_random.Next(_people.Length)];

    private void Step()
    {
        switch (_random.Next(14))
        {
            case 0 or 1:
                Run();
                break;
            case 2 or 3:
                // Two runs at once: they take turns, so the second looks at what the first has stored.
                if (_pending is null)
                {
                    Trace("a run looks");
                    _pending = Decide();
                }
                else
                {
                    Run();
                }

                break;
            case 4 or 5:
                Approve(_random.Next(3) switch { 0 => PurchaseOrderStatus.Draft, 1 => PurchaseOrderStatus.Proposed, _ => PurchaseOrderStatus.Approved });
                break;
            case 6 or 7:
                Receive();
                break;
            case 8:
                Take(OrderStep.Cancel);
                break;
            case 9:
                Edit();
                break;
            case 10:
                Take((OrderStep)_random.Next((int)OrderStep.Submit, (int)OrderStep.Send + 1));
                break;
            case 11:
                if (_proposals.FirstOrDefault(proposal => proposal.IsOpen) is { } rejected)
                {
                    Trace($"reject {rejected.Sku}");
                    rejected.Status = ProposalStatus.Rejected;
                }

                break;
            case 12:
                var sold = _items[_random.Next(_items.Count)];
                var units = _random.Next(0, (int)Math.Min(sold.OnHand, 25) + 1);
                Trace($"sell {units} {sold.Sku}");
                sold.OnHand -= units;
                break;
            default:
                if (_random.Next(2) == 0)
                {
                    Take(OrderStep.CloseShort);
                }
                else
                {
                    Trace("a day passes");
                    _today = _today.AddDays(1);
                }

                break;
        }
    }

    // Whatever happened: what one run proposes is approved, and there is nothing left to propose but the little that dampening left out.
    private void Finish()
    {
        if (_violations.Count > 0)
        {
            return;
        }

        Run();
        var rest = _proposals.Count(proposal => proposal is { IsOpen: true, IsDampened: true });
        Approve(PurchaseOrderStatus.Approved, all: true);
        var (proposed, _) = Store(Decide());
        Require(proposed <= rest, $"{proposed} proposed again though everything was approved");
        CheckPositions();
    }

    private void Run()
    {
        if (_pending is { } seen)
        {
            Trace("it stores");
            _pending = null;
            Store(seen);
        }

        Trace("run");
        Store(Decide());
        var (again, withdrawn) = Store(Decide());
        Require((again, withdrawn) == (0, 0), $"a second run proposes {again} and withdraws {withdrawn}");
    }

    private List<Decided> Decide() =>
    [
        .. _items.Select(item =>
        {
            var open = _proposals.SingleOrDefault(proposal => proposal.Sku == item.Sku && proposal.IsOpen);
            var snapshot = item.SnapshotOn(_today, PositionOf(item), ReceiptsOf(item), open is null ? null : new(open.Quantity, open.Since));

            return new Decided(item, open, snapshot.Plan(null));
        }),
    ];

    // As store_network_plan does it: who decided meanwhile wins, the same order stays, anything else is replaced.
    private (int Proposed, int Withdrawn) Store(List<Decided> decisions)
    {
        var (proposed, withdrawn) = (0, 0);

        foreach (var (item, open, outcome) in decisions.Where(decision => decision.Open is null or { IsOpen: true }))
        {
            if (outcome is not Proposed { Derivation: var derivation })
            {
                Require(outcome is Enough, $"{item.Sku} is skipped: {outcome}");
                withdrawn += open is null ? 0 : 1;
                open?.Status = ProposalStatus.Replaced;

                continue;
            }

            ProposalRules.Violations(item, derivation).ToList().ForEach(violation => Require(false, violation));
            item.PositionMax = Math.Max(item.PositionMax, derivation.Input.Position.Total + derivation.Quantity);

            if (open is not null && open.Quantity == derivation.Quantity)
            {
                open.Derivation = derivation;

                continue;
            }

            open?.Status = ProposalStatus.Replaced;
            _proposals.Add(new(item.Sku, derivation.Input.Date, derivation));
            Require(_proposals.Count(one => one.Sku == item.Sku && one.IsOpen) == 1, $"{item.Sku} is proposed twice");
            Trace($"{item.Sku} {derivation.Quantity:0.##} proposed at {derivation.Input.Position.Total:0.##}");
            proposed++;
        }

        return (proposed, withdrawn);
    }

    private void Approve(string status, bool all = false)
    {
        var open = _proposals.Where(proposal => proposal.IsOpen && (all || _random.Next(3) > 0)).ToList();

        if (open.Count == 0)
        {
            return;
        }

        var (actor, isApproved) = (Somebody, status == PurchaseOrderStatus.Approved);
        Trace($"{string.Join(" and ", open.Select(proposal => proposal.Sku))} as {status}");
        open.ForEach(proposal => proposal.Status = ProposalStatus.Approved);
        _orders.Add(new(
            $"PO-{_orders.Count + 1:000000}", OrderKinds.Purchase, "ACME", null, "L1", status, actor, Now, isApproved ? [] : [actor],
            isApproved ? actor : null, isApproved ? Now : null, null, null, null, 1, 0.1m, _random.Next(2) == 0 ? 0.1m : 0,
            [.. open.Select(proposal => new PurchaseOrderLine(proposal.Sku, proposal.Quantity, 0, 2.5m, proposal.Derivation.ExpectedOn))]));
    }

    private void Receive()
    {
        if (_orders.Count == 0)
        {
            return;
        }

        var place = _random.Next(_orders.Count);
        var order = _orders[place];
        var line = order.Lines[_random.Next(order.Lines.Count)];
        var units = _random.Next(5) == 0 ? _random.Next(1, (int)line.Quantity + 10) : Math.Min(line.OnOrder, _random.Next(1, 30));

        if (units <= 0)
        {
            return;
        }

        var item = _items.Single(one => one.Sku == line.Sku);
        Trace($"{units:0.##} {line.Sku} of {order.Number} come");
        item.IsRaised |= units > SupplyOf(order, line);
        item.OnHand += units;
        var filled = order with { Lines = [.. order.Lines.Select(one => one == line ? one with { Received = one.Received + units } : one)] };
        var after = filled.After(OrderStep.Receive, "ledger", Now) ?? filled;
        Require(order.IsOpen || after.Status == order.Status, $"{order.Number} was {order.Status}, and goods opened it again");
        _orders[place] = after;
    }

    private void Take(OrderStep step)
    {
        var actor = Somebody;
        var place = _orders.FindIndex(order => order.After(step, actor, Now) is not null);

        if (place < 0 || (step == OrderStep.Approve && Approval.FirstRefusal(_orders[place], actor, null) is not null))
        {
            return;
        }

        var before = _orders[place];
        var after = before.After(step, actor, Now);
        Trace($"{before.Number} {step} by {actor}");
        Require(after is not null && after.Revision == before.Revision + 1, $"{before.Number} has the same revision after {step}");
        Require(step != OrderStep.Approve || !before.MadeBy.Contains(actor), $"{actor} approved their own {before.Number}");
        Require(step != OrderStep.Cancel || before.Lines.All(line => line.Received == 0), $"{before.Number} was cancelled though goods had come");
        _orders[place] = after ?? before;
    }

    private void Edit()
    {
        var actor = Somebody;
        var place = _orders.FindIndex(order => order.After(OrderStep.Edit, actor, Now) is not null);

        if (place < 0)
        {
            return;
        }

        var before = _orders[place];
        List<WantedLine> wanted = [.. before.Lines.Select(line =>
            new WantedLine(line.Sku, line.UnitCost, [new(line.ExpectedOn, Math.Max(1, line.Quantity + _random.Next(-10, 5)))]))];

        if (OrderLines.FirstViolation(wanted) is not null || OrderLines.Edit(before.Lines, wanted) is not { Refusal: null, Lines: var lines })
        {
            return;
        }

        Trace($"{before.Number} edited by {actor} to {string.Join(" and ", lines.Select(line => $"{line.Quantity:0.##} {line.Sku}"))}");
        _orders[place] = (before.After(OrderStep.Edit, actor, Now) ?? before) with { Lines = lines };

        foreach (var line in lines)
        {
            Require(line.Quantity >= line.Received, $"{line.Sku} of {before.Number} is below what has come");
            _items.Single(item => item.Sku == line.Sku).IsRaised |= line.Quantity > before.Lines.Single(one => one.Sku == line.Sku).Quantity;
        }
    }

    // Nobody but people, and suppliers who deliver too much, take a position higher than a run would: that would be a need met twice.
    private void CheckPositions()
    {
        foreach (var item in _items.Where(item => !item.IsRaised))
        {
            var position = PositionOf(item).Total;
            Require(position <= item.PositionMax, string.Create(
                CultureInfo.InvariantCulture, $"{item.Sku} stands at {position:0.####}, {item.PositionMax:0.####} is the highest that was planned"));
        }
    }

    private StockPosition PositionOf(StockedItem item) => new(item.OnHand, 0, ReceiptsOf(item).Sum(receipt => receipt.Quantity));

    private List<DatedQuantity> ReceiptsOf(StockedItem item) =>
    [
        .. from order in _orders
           from line in order.Lines
           where line.Sku == item.Sku
           let supply = SupplyOf(order, line)
           where supply > 0
           group supply by line.ExpectedOn into day
           orderby day.Key
           select new DatedQuantity(day.Key, day.Sum()),
    ];

    // As the view open_supply says it.
    private static decimal SupplyOf(PurchaseOrder order, PurchaseOrderLine line) =>
        order.IsOpen && line.Received < line.Quantity * (1 - order.UnderTolerance) ? line.OnOrder : 0;

    private void Trace(string step) => _trace.Add(step);

    private void Require(bool holds, string violation)
    {
        if (!holds)
        {
            _violations.Add(violation);
        }
    }

    private sealed record Decided(StockedItem Item, HeldProposal? Open, PlanningOutcome Outcome);

    private sealed class HeldProposal(string sku, DateOnly since, Derivation derivation)
    {
        public string Sku => sku;

        public DateOnly Since => since;

        /// <summary>The newest that led to the same quantity.</summary>
        public Derivation Derivation { get; set; } = derivation;

        public decimal Quantity => Derivation.Quantity;

        /// <summary>It was left as it was before, though a little more is needed.</summary>
        public bool IsDampened => Derivation.Steps is { Modifiers: [.., { Modifier: OrderModifier.Dampening } step] } && step.After < step.Before;

        public string Status { get; set; } = ProposalStatus.Proposed;

        public bool IsOpen => Status == ProposalStatus.Proposed;
    }
}
