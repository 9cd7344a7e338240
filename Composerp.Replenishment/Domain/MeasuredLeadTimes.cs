namespace Composerp.Replenishment.Domain;

/// <summary>Lead times as they were: how many deliveries took how many days.</summary>
/// <param name="Days">Ascending, each once.</param>
/// <param name="Counts">Parallel to the days, above 0.</param>
public sealed record MeasuredLeadTimes(IReadOnlyList<int> Days, IReadOnlyList<int> Counts)
{
    /// <summary>The newest deliveries count, so many of them.</summary>
    public const int DeliveriesMax = 100;

    /// <summary>From so many deliveries on the measured lead times are used instead of the stated one.</summary>
    /// <remarks>With fewer, one late truck would set the safety stock.</remarks>
    public const int DeliveriesMin = 10;

    /// <summary>Longer is counted as so long: it was forgotten, not slow.</summary>
    public const int DaysMax = 365;

    public int Deliveries => Counts.Sum();

    public bool IsEnough => Deliveries >= DeliveriesMin;

    public double MeanDays => Days.Zip(Counts, (days, count) => (double)days * count).Sum() / Deliveries;

    /// <param name="days">Of each delivery, newest first; a delivery before its order counts as 0.</param>
    /// <returns>null without any.</returns>
    public static MeasuredLeadTimes? Of(IEnumerable<int> days)
    {
        var counts = days.Take(DeliveriesMax).CountBy(one => Math.Clamp(one, 0, DaysMax)).OrderBy(one => one.Key).ToList();

        return counts.Count == 0 ? null : new([.. counts.Select(one => one.Key)], [.. counts.Select(one => one.Value)]);
    }

    /// <returns>Of 0, 1, 2.. days, up to the longest; their sum is 1.</returns>
    public double[] Probabilities()
    {
        var probabilities = new double[Days[^1] + 1];

        foreach (var (days, count) in Days.Zip(Counts))
        {
            probabilities[days] = (double)count / Deliveries;
        }

        return probabilities;
    }

    /// <summary>The smallest number of days that at least such a share of the deliveries kept.</summary>
    public int Quantile(double share)
    {
        var wanted = share * Deliveries;
        var kept = 0;

        foreach (var (index, count) in Counts.Index())
        {
            kept += count;

            if (kept >= wanted)
            {
                return Days[index];
            }
        }

        return Days[^1];
    }
}
