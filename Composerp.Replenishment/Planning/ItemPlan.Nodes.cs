using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Allocation;
using Composerp.Replenishment.Domain.Calendars;
using Composerp.Replenishment.Domain.Modifiers;
using Composerp.Replenishment.Domain.Policies;

namespace Composerp.Replenishment.Planning;

/// <summary>What is known of the item at each location on the way.</summary>
internal sealed partial class ItemPlan
{
    /// <summary>A source with its terms in full.</summary>
    private sealed record Source(SourceTerms Terms, SupplyTerms Supply)
    {
        /// <summary>It gives only what it has too much of.</summary>
        public bool IsExcess => Terms.Excess is not null;

        public OrderStep Step => new(Supply.MinimumQuantity, Supply.OrderMultiple);

        public SourcePart Part => new(Supply.Supplier, Terms.Share, Supply.MinimumQuantity, Supply.OrderMultiple);
    }

    /// <summary>What a location asks a source for.</summary>
    private sealed class Claimed(Node by, int place, decimal asked)
    {
        public Node By => by;

        public int Place => place;

        public Source Source => by.Sources[place];

        public decimal Asked { get; private set; } = asked;

        public decimal Given { get; set; }

        /// <summary>Less than this is not worth moving; null where the source gives not only excess.</summary>
        public decimal? Least { get; init; }

        /// <summary>Another source was asked for what this one lacks.</summary>
        public bool IsPassedOn { get; set; }

        public IReadOnlyList<SourcePart>? Parts { get; init; }

        public List<Shortfall>? Instead { get; init; }

        public decimal? FromExcess { get; init; }

        public ExcessPart? Excess { get; init; }

        public Allotment? Allotment { get; set; }

        public JointDecision? Shortage { get; set; }

        /// <summary>What is demand on the source: what it gives, and what nobody else was asked for.</summary>
        public decimal Retained => IsPassedOn ? Given : Asked;

        public void Add(Shortfall shortfall)
        {
            Instead?.Add(shortfall);
            Asked = Source.Step.Up((Instead ?? []).Sum(one => one.Asked - one.Given));

            if (Source.Terms.Location is null)
            {
                Given = Asked;
            }
        }

        /// <param name="calendar">The days of the source, where it is not the first.</param>
        public Derivation From(Derivation need, SupplyDays? calendar) => need.From(new(
            by.Sourcing?.Name ?? "", by.Sourcing?.Scope.InWords() ?? "", KindOf(Source.Terms.Location is not null), Source.Supply.Supplier)
        {
            Terms = place == 0 ? null : Source.Supply,
            Calendar = calendar,
            Excess = Excess,
            FromExcess = FromExcess,
            Parts = Parts,
            Part = place,
            Instead = Instead,
            Allotment = Allotment,
        });
    }

    /// <summary>The item at one location.</summary>
    private sealed class Node(SnapshotRow row, PolicyRule? rule, string? itemClass, SourcingRule? sourcing, IReadOnlyList<Source> sources)
    {
        public SnapshotRow Row => row;

        public PolicyRule? Rule => rule;

        public string? Class => itemClass;

        public SourcingRule? Sourcing => sourcing;

        public IReadOnlyList<Source> Sources { get; set; } = sources;

        /// <summary>Those of the first priority.</summary>
        public IReadOnlyList<Source> FirstSources =>
            [.. Sources.TakeWhile(source => !source.IsExcess && source.Terms.Priority == Sources[0].Terms.Priority)];

        /// <summary>Those who get their goods here first, and their share of them.</summary>
        public List<(Node Fed, double Share)> Feeds { get; } = [];

        /// <summary>What others ask of it.</summary>
        public List<Claimed> Claims { get; } = [];

        /// <summary>What it asks of others.</summary>
        public List<Claimed> Claimed { get; } = [];

        /// <summary>What other locations give of their excess; null where none does.</summary>
        public decimal? FromExcess { get; set; }

        /// <summary>Others get their goods here, not only excess.</summary>
        public bool IsSource { get; private set; }

        public decimal Left { get; set; }

        public bool IsPlanned { get; set; }

        public PlanningOutcome? Outcome { get; set; }

        public Forecast? Forecast { get; set; }

        public bool IsForecastFound { get; set; }

        public void TellFeeders(Dictionary<string, Node> nodes)
        {
            foreach (var source in Sources.Where(source => !source.IsExcess))
            {
                if (source.Terms.Location is { } location && nodes.TryGetValue(location, out var asked))
                {
                    asked.IsSource = true;
                }
            }

            var all = FirstSources.Sum(source => source.Terms.Share);

            foreach (var source in FirstSources)
            {
                if (source.Terms.Location is { } location && nodes.TryGetValue(location, out var feeder))
                {
                    feeder.Feeds.Add((this, (double)(source.Terms.Share / all)));
                }
            }
        }

        public bool CanShip(DateOnly? date) => row.Location is { Today: { } today } location && (location.GoLive ?? DateOnly.MinValue) <= (date ?? today);

        public IEnumerable<Decision> Decide(ItemPlan plan) => Outcome switch
        {
            Skipped skipped => Decision.Skip(row, skipped),
            Proposed { Derivation: var need, Key: var inputs } when Claimed.TrueForAll(claim => claim.Given == 0) =>
                Decision.Short(row, need, inputs, string.Join(", ", Claimed.Select(claim => claim.Source.Supply.Supplier))),
            Proposed { Derivation: var need, Key: var inputs } => Decision.Propose(
                row,
                need,
                inputs,
                [.. Claimed.Where(claim => claim.Given > 0).Select(claim => Taken(claim, need, plan))]),
            Enough { Derivation: var need, Key: var inputs } when plan.MayJoin(this) =>
                Decision.Propose(row, need, inputs, [Taken(new(this, 0, 0), need, plan)]),
            Enough { Derivation: var derivation, Key: var inputs } => Decision.Suffice(row, derivation, inputs),
            _ => Decision.Rest(row, rule?.Name, itemClass),
        };

        private (Derivation Derivation, JointDecision? Shortage, OrderedLine? Line) Taken(Claimed claim, Derivation need, ItemPlan plan)
        {
            var derivation = sourcing is null ? need : claim.From(need, plan.FindDays(claim));

            return (derivation, claim.Shortage, plan.LineOf(this, claim, derivation));
        }
    }
}
