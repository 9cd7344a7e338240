using Composerp.Replenishment.Domain.Policies;

namespace Composerp.Replenishment.Domain.Allocation;

/// <summary>A location as rules tell it apart.</summary>
/// <param name="Kind">null where the ledger has not told of it.</param>
public sealed record Place(string Code, string? Kind);

/// <summary>All sourcing rules, ready to be asked for any item at any location.</summary>
public sealed class SourcingBook(IEnumerable<SourcingRule> rules)
{
    private readonly RuleIndex<SourcingRule> _index = new(rules, rule => rule.Scope, Compare);

    /// <summary>The rule that wins; null where none is for it.</summary>
    public SourcingRule? Find(ItemTraits traits) => _index.Candidates(traits.Sku).FirstOrDefault(rule => rule.Scope.Covers(traits));

    /// <summary>The first circle that an item would go in, if it has to do with one of these rules.</summary>
    /// <param name="changed">Items that none of them is for are as they were before.</param>
    /// <param name="places">All locations; those that rules name are added.</param>
    /// <param name="categories">Of items that rules name.</param>
    /// <returns>null where there is none.</returns>
    public Violation? FirstCycle(IEnumerable<SourcingRule> changed, IReadOnlyList<Place> places, IReadOnlyDictionary<string, string?> categories)
    {
        var named = _index.All.SelectMany(rule => rule.Sources.Select(source => source.Location).Append(rule.Scope.Location)).OfType<string>();
        var all = places.Concat(named.Except(places.Select(place => place.Code)).Order(StringComparer.Ordinal).Select(code => new Place(code, null))).ToList();

        foreach (var (sku, category) in ItemsToCheck([.. changed], categories))
        {
            var lanes = from place in all
                        let rule = Find(new(place.Code, sku ?? "", category, place.Kind, [], null))
                        from source in (rule?.Sources ?? []).Where(source => source.Excess is null).Select(source => source.Location).OfType<string>()
                        select new SupplyLane(source, place.Code);

            if (SupplyNetwork.Order([.. lanes]).Violation is { } violation)
            {
                var item = sku is not null ? $"item {sku}" : category is not null ? $"items of category {category}" : "items in general";

                return violation with { Field = "sources", Reason = $"For {item}: {violation.Reason}" };
            }
        }

        return null;
    }

    // Items are told apart by code and category only: one of each is enough.
    private IEnumerable<(string? Sku, string? Category)> ItemsToCheck(List<SourcingRule> changed, IReadOnlyDictionary<string, string?> categories)
    {
        var isForAll = changed.Exists(rule => rule.Scope is { Sku: null, Category: null });
        var changedCategories = changed.Where(rule => rule.Scope.Sku is null).Select(rule => rule.Scope.Category).OfType<string>().ToHashSet();
        var changedSkus = changed.Select(rule => rule.Scope.Sku).OfType<string>().ToHashSet();

        foreach (var category in _index.All.Where(rule => rule.Scope.Sku is null).Select(rule => rule.Scope.Category).Distinct().Order(StringComparer.Ordinal))
        {
            if (isForAll || (category is not null && changedCategories.Contains(category)))
            {
                yield return (null, category);
            }
        }

        if (isForAll)
        {
            yield return (null, null);
        }

        foreach (var sku in _index.Skus.Order(StringComparer.Ordinal))
        {
            var category = categories.GetValueOrDefault(sku);

            if (isForAll || changedSkus.Contains(sku) || (category is not null && changedCategories.Contains(category)))
            {
                yield return (sku, category);
            }
        }
    }

    // Most specific first, then priority, then name.
    private static int Compare(SourcingRule one, SourcingRule other)
    {
        var order = other.Scope.Specificity.CompareTo(one.Scope.Specificity);
        order = order != 0 ? order : other.Priority.CompareTo(one.Priority);

        return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
    }
}
