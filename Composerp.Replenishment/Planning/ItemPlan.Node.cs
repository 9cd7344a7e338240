using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Policies;

namespace Composerp.Replenishment.Planning;

internal sealed partial class ItemPlan
{
    /// <summary>The item at one location.</summary>
    private sealed class Node(SnapshotRow row, PolicyRule? rule, string? itemClass, SourcingRule? sourcing, IReadOnlyList<Source> sources)
    {
        public SnapshotRow Row => row;

        public PolicyRule? Rule => rule;

        public string? Class => itemClass;

        public SourcingRule? Sourcing => sourcing;

        public IReadOnlyList<Source> Sources { get; set; } = sources;

        /// <summary>Those of the first priority.</summary>
        public IReadOnlyList<Source> FirstSources => [.. Sources.TakeWhile(source => source.Terms.Priority == Sources[0].Terms.Priority)];

        /// <summary>Those who get their goods here first, and their share of them.</summary>
        public List<(Node Fed, double Share)> Feeds { get; } = [];

        /// <summary>What others ask of it.</summary>
        public List<Claimed> Claims { get; } = [];

        /// <summary>What it asks of others.</summary>
        public List<Claimed> Claimed { get; } = [];

        public JointDecision? Shortage { get; set; }

        public decimal Left { get; set; }

        public bool IsPlanned { get; set; }

        public PlanningOutcome? Outcome { get; set; }

        public Forecast? Forecast { get; set; }

        public bool IsForecastFound { get; set; }

        public void TellFeeders(Dictionary<string, Node> nodes)
        {
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
            var derivation = sourcing is null ? need : claim.From(need);

            return (derivation, claim.Shortage, plan.LineOf(this, claim.Source, derivation));
        }
    }
}
