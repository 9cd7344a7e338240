namespace Composerp.Replenishment.Domain.Policies;

/// <summary>All rules, ready to be asked for any item at any location.</summary>
/// <remarks>
/// Rules that name an item are found by it; the others are tried in the order in which they win. Millions of rules for one
/// item and location, and some hundreds of others, are answered in about a microsecond.
/// </remarks>
public sealed class PolicyBook
{
    private readonly Dictionary<string, List<PolicyRule>> _ofSku = [];
    private readonly List<PolicyRule> _others = [];

    public PolicyBook(IEnumerable<PolicyRule> rules)
    {
        foreach (var rule in rules)
        {
            if (rule.Scope.Sku is not { } sku)
            {
                _others.Add(rule);
            }
            else if (_ofSku.TryGetValue(sku, out var known))
            {
                known.Add(rule);
            }
            else
            {
                _ofSku.Add(sku, [rule]);
            }
        }

        _others.Sort(Compare);

        foreach (var known in _ofSku.Values)
        {
            known.Sort(Compare);
        }
    }

    /// <summary>Whether any rule asks for a class: without one nobody needs to be classed.</summary>
    public bool AsksForClasses => _others.Concat(_ofSku.Values.SelectMany(rules => rules)).Any(rule => rule.Scope.Class is not null);

    /// <summary>The rule that wins; null where none is for it.</summary>
    public PolicyRule? Find(ItemTraits traits, DateOnly date) => Candidates(traits, date).FirstOrDefault();

    /// <summary>Every rule that is for it, the one that wins first.</summary>
    public IEnumerable<PolicyRule> Candidates(ItemTraits traits, DateOnly date) =>
        (_ofSku.TryGetValue(traits.Sku, out var known) ? known : []).Concat(_others).Where(rule => rule.Covers(traits, date));

    /// <summary>Why the first of two rules wins over the second.</summary>
    public static string WhyBefore(PolicyRule winner, PolicyRule other) =>
        winner.Scope.Specificity != other.Scope.Specificity ? $"it is more specific ({winner.Scope.InWords()} before {other.Scope.InWords()})"
        : winner.Period.IsSeasonal != other.Period.IsSeasonal ? "it is for this season"
        : winner.Priority != other.Priority ? $"its priority is higher ({winner.Priority} before {other.Priority})"
        : "its name comes first";

    // Most specific first, a season before the rest of the year, then priority, then name.
    private static int Compare(PolicyRule one, PolicyRule other)
    {
        var order = other.Scope.Specificity.CompareTo(one.Scope.Specificity);
        order = order != 0 ? order : other.Period.IsSeasonal.CompareTo(one.Period.IsSeasonal);
        order = order != 0 ? order : other.Priority.CompareTo(one.Priority);

        return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
    }
}
