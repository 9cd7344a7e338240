namespace Composerp.Replenishment.Domain.Policies;

/// <summary>Rules in the order in which they win, ready to be asked for any item at any location.</summary>
/// <remarks>
/// Rules that name an item are found by it; the others are tried one after the other. Millions of rules for one item and
/// location, and some hundreds of others, are answered in about a microsecond.
/// </remarks>
internal sealed class RuleIndex<TRule>
{
    private readonly Dictionary<string, List<TRule>> _ofSku = [];
    private readonly List<TRule> _others = [];

    /// <param name="compare">The rule that wins comes first; one that names an item wins over one that does not.</param>
    public RuleIndex(IEnumerable<TRule> rules, Func<TRule, RuleScope> scopeOf, Comparison<TRule> compare)
    {
        foreach (var rule in rules)
        {
            if (scopeOf(rule).Sku is not { } sku)
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

        _others.Sort(compare);

        foreach (var known in _ofSku.Values)
        {
            known.Sort(compare);
        }
    }

    public IEnumerable<TRule> All => _ofSku.Values.SelectMany(rules => rules).Concat(_others);

    /// <summary>Items that rules name.</summary>
    public IEnumerable<string> Skus => _ofSku.Keys;

    /// <summary>Those that may be for an item, the one that wins first.</summary>
    public IEnumerable<TRule> Candidates(string sku) => (_ofSku.TryGetValue(sku, out var known) ? known : []).Concat(_others);
}
