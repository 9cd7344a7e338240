using Composerp.Forecasting.Numerics;
using Composerp.Forecasting.Numerics.ColdStart;

namespace Composerp.Forecasting.Domain;

/// <summary>How one item sold at one location from its first day on.</summary>
/// <param name="FirstDay">The day of the first value.</param>
/// <param name="Demand">Units per day.</param>
public sealed record ItemLaunch(ItemTraits Item, DateOnly FirstDay, double[] Demand)
{
    /// <summary>Days of a launch that are looked at.</summary>
    public const int Days = 7 * SimilarItems.Weeks;

    /// <summary>What is sold when records begin was not new then: so many days after that it was.</summary>
    public const int OldDays = 60;

    /// <summary>The launch of a series; null where its beginning is not known, or it is too young to learn from.</summary>
    /// <param name="historyDays">Days that were read at most: what begins with the first of them began earlier.</param>
    /// <param name="recordedFrom">The first day of which its location knows any demand.</param>
    public static ItemLaunch? FindOf(PreparedHistory history, ItemTraits item, int historyDays, DateOnly recordedFrom)
    {
        var isKnown = history.Values.Length is >= Days && history.Values.Length < historyDays
            && history.FirstDay.DayNumber - recordedFrom.DayNumber > OldDays
            && !history.Flags[0].HasFlag(DayFlags.Inherited);

        return isKnown ? new(item, history.FirstDay, Known(history.Values)[..Days]) : null;
    }

    internal static double[] Known(double[] values)
    {
        var known = new double[values.Length];
        Gaps.Fill(values, 7, known);

        return known;
    }
}

/// <summary>What similar items say of a young one.</summary>
/// <param name="Share">Of the forecast that comes from them, above 0; the rest comes from its own days.</param>
/// <param name="Items">Launches that it was learned from.</param>
/// <param name="Means">Units per day in the first, second, .. week of those; the last one holds from then on.</param>
/// <param name="Expected">Units on each day of the horizon.</param>
public sealed record PeerExpectation(double Share, int Items, IReadOnlyList<double> Means, IReadOnlyList<double> Expected)
{
    internal double Dispersion { get; init; }

    internal double RelativeSpread { get; init; }
}

/// <summary>How items sold when they were new. Several threads may ask at once.</summary>
public sealed class SimilarSales
{
    private readonly SimilarItems _items = new();
    private readonly Dictionary<string, int> _categories = [];
    private readonly Lock _asking = new();

    public SimilarSales(IReadOnlyList<ItemLaunch> launches)
    {
        foreach (var launch in launches)
        {
            var category = launch.Item.Category ?? "";
            _categories.TryAdd(category, _categories.Count);
            _items.Add(_categories[category], launch.Item.Price, launch.Demand, launch.FirstDay.DayNumber);
        }
    }

    /// <summary>What is expected of a series besides its own days; null where it is not young, or nothing is known of others.</summary>
    /// <param name="isOnShelf">Whether goods came to its shelf lately: without that and without sales there is no item to speak of.</param>
    public PeerExpectation? FindFor(PreparedHistory history, ItemTraits item, bool isOnShelf, int historyDays)
    {
        var age = history.Values.Length;
        var isYoung = age < Math.Min(NewItem.OwnAloneDays, historyDays)
            && !Array.Exists(history.Flags, flags => flags.HasFlag(DayFlags.Inherited))
            && (isOnShelf || Array.Exists(history.Sold, units => units > 0));

        if (!isYoung)
        {
            return null;
        }

        var expectation = Of(item);
        var share = 1 - NewItem.OwnShare(ItemLaunch.Known(history.Values), expectation);
        var next = history.FirstDay.DayNumber + age;
        var mean = expectation.Means[^1];

        return share <= 0 ? null : new(
            share,
            expectation.Items,
            expectation.Means,
            [.. history.Planned.Factors.Select((_, ahead) => NewItem.Expected(age, ahead, next, expectation))])
        {
            Dispersion = expectation.Dispersion,
            RelativeSpread = mean > 0 ? expectation.Spread / (mean * mean) : 0,
        };
    }

    private Expectation Of(ItemTraits item)
    {
        lock (_asking)
        {
            return _items.Of(_categories.GetValueOrDefault(item.Category ?? "", -1), item.Price);
        }
    }
}
