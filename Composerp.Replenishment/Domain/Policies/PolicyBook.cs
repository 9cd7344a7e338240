namespace Composerp.Replenishment.Domain.Policies;

/// <summary>All rules, ready to be asked for any item at any location.</summary>
public sealed class PolicyBook(IEnumerable<PolicyRule> rules)
{
    private readonly RuleIndex<PolicyRule> _index = new(rules, rule => rule.Scope, Compare);

    /// <summary>Whether any rule asks for a class: without one nobody needs to be classed.</summary>
    public bool AsksForClasses => _index.All.Any(rule => rule.Scope.Class is not null);

    /// <summary>The rule that wins; null where none is for it.</summary>
    public PolicyRule? Find(ItemTraits traits, DateOnly date) => Candidates(traits, date).FirstOrDefault();

    /// <summary>Every rule that is for it, the one that wins first.</summary>
    public IEnumerable<PolicyRule> Candidates(ItemTraits traits, DateOnly date) =>
        _index.Candidates(traits.Sku).Where(rule => rule.Covers(traits, date));

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
