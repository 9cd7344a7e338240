namespace Composerp.Forecasting.Numerics.ColdStart;

/// <summary>What is expected of an item before it was sold, from items like it.</summary>
/// <param name="Means">Units per day in the first, second, .. week after the first sale; the last one holds from then on.</param>
/// <param name="WeekdayFactors">Sunday first; their mean is 1.</param>
/// <param name="Dispersion">Variance of an item's days over its mean, units; 1 were demand Poisson's.</param>
/// <param name="Spread">Variance of the means of the items, squared units; 0 where all sell alike.</param>
/// <param name="Items">That it was learned from; 0 where there were none, and then nothing is expected.</param>
public sealed record Expectation(double[] Means, double[] WeekdayFactors, double Dispersion, double Spread, int Items);

/// <summary>How items sold from their first day on, by category and price band.</summary>
/// <remarks>
/// Where a band has too few items its category stands in, and for that all items. Source of the credibility: Buehlmann,
/// ASTIN Bulletin 4 (1967) 199-207: the variance of an item's days over the variance between items; the former in
/// proportion to what the item sells, so that slow items are believed as soon as fast ones.
/// </remarks>
/// <param name="bandsPerCategory">Price bands of equally many items.</param>
public sealed class SimilarItems(int bandsPerCategory = 3)
{
    /// <summary>A group of fewer items than this is taken with its neighbours.</summary>
    public const int ItemsMin = 5;

    /// <summary>Weeks from the first sale that are told apart.</summary>
    public const int Weeks = 13;

    private const int Week = 7;

    private readonly List<Launch> _launches = [];
    private readonly Dictionary<(int? Category, int? Band), Expectation> _expectations = [];

    /// <param name="price">NaN where it is not known.</param>
    /// <param name="demand">Units per day from the first sale on, finite, >= 0; what comes after the weeks told apart does not count.</param>
    /// <param name="firstDay">The day of the first value, counted from 1 January of the year 1.</param>
    public void Add(int category, double price, ReadOnlySpan<double> demand, int firstDay)
    {
        if (demand.Length < Week)
        {
            return;
        }

        _launches.Add(new(category, price, demand[..Math.Min(demand.Length, Week * Weeks)].ToArray(), firstDay));
        _expectations.Clear();
    }

    public Expectation Of(int category, double price)
    {
        double[] prices = [.. _launches.Where(launch => launch.Category == category && launch.Price > 0).Select(launch => launch.Price).Order()];
        var band = BandOf(price, prices);

        return Find(category, band, launch => launch.Category == category && BandOf(launch.Price, prices) == band)
            ?? Find(category, null, launch => launch.Category == category)
            ?? Find(null, null, _ => true)
            ?? new([0], [.. Enumerable.Repeat(1.0, Week)], 0, 0, 0);
    }

    private Expectation? Find(int? category, int? band, Func<Launch, bool> belongs)
    {
        if (_expectations.TryGetValue((category, band), out var known))
        {
            return known;
        }

        Launch[] group = [.. _launches.Where(belongs)];
        var min = category is null ? 1 : ItemsMin;

        return group.Length < min ? null : _expectations[(category, band)] = Learned(group);
    }

    private static Expectation Learned(Launch[] group)
    {
        var (sums, days) = (new double[Weeks], new int[Weeks]);
        var weekdays = new double[Week];
        var weekdayDays = new int[Week];
        var between = default(Moments);
        double within = 0;

        foreach (var launch in group)
        {
            var own = default(Moments);

            for (var day = 0; day < launch.Demand.Length; day++)
            {
                sums[day / Week] += launch.Demand[day];
                days[day / Week]++;

                // The day of the first sale sold for certain; which weekday that was says nothing.
                var weekday = (launch.FirstDay + day + 1) % Week;
                weekdays[weekday] += day > 0 ? launch.Demand[day] : 0;
                weekdayDays[weekday] += day > 0 ? 1 : 0;
                own.Add(launch.Demand[day]);
            }

            between.Add(own.Mean);
            within += own.Variance / group.Length;
        }

        var weeks = Array.FindLastIndex(days, count => count > 0) + 1;
        var length = group.Average(launch => launch.Demand.Length);
        var mean = weekdays.Sum() / weekdayDays.Sum();

        // Means of items differ by chance, too.
        var spread = Math.Max(between.Variance - (within / length), 0.05 * between.Variance);

        return new(
            [.. sums[..weeks].Zip(days, (sum, count) => sum / Math.Max(1, count))],
            [.. weekdays.Zip(weekdayDays, (sum, count) => mean > 0 && count > 0 ? sum / count / mean : 1)],
            between.Mean > 0 ? within / between.Mean : 0,
            spread,
            group.Length);
    }

    private int? BandOf(double price, double[] sorted)
    {
        if (sorted.Length == 0 || !(price > 0))
        {
            return null;
        }

        var below = Array.BinarySearch(sorted, price);

        return Math.Min(bandsPerCategory - 1, (below < 0 ? ~below : below) * bandsPerCategory / sorted.Length);
    }

    private sealed record Launch(int Category, double Price, double[] Demand, int FirstDay);
}
