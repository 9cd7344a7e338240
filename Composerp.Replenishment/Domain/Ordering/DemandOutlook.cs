using Composerp.Replenishment.Numerics.Distributions;
using Composerp.Replenishment.Numerics.ServiceLevels;

namespace Composerp.Replenishment.Domain.Ordering;

/// <summary>What is expected of an item at a location.</summary>
/// <param name="LeadTimes">The probabilities of 0, 1, 2.. days.</param>
/// <param name="SumMean">Expected demand of the first 1, 2, 3.. days, at least as many as the longest lead time and the review.</param>
/// <param name="SumVariance">Of the same sums: of the forecast's error, not of demand alone.</param>
/// <param name="Sums">The distributions of the same sums, where more is known than their moments; null where not, for all or for one.</param>
public sealed record DemandOutlook(
    double[] LeadTimes, double[] SumMean, double[] SumVariance, DemandForm Form, bool IsWhole, IReadOnlyList<IDemandDistribution?>? Sums = null)
{
    /// <summary>From days that are all like one, such as those of an intermittent history.</summary>
    /// <param name="day">The probabilities of 0, 1, 2.. units.</param>
    public static DemandOutlook OfEqualDays(double[] leadTimes, double[] day, int days)
    {
        var sums = DemandSum.OfEqualDays(day, 1, days);

        return new(leadTimes, [.. sums.Select(sum => sum.Mean)], [.. sums.Select(sum => sum.Variance)], DemandForm.Fitting, IsWhole: true, sums);
    }

    /// <summary>The demand of the first days.</summary>
    public IDemandDistribution Of(int days) =>
        days == 0 ? new NormalDemand(0, 0) : Sums?[days - 1] ?? DemandForms.Of(Form, SumMean[days - 1], SumVariance[days - 1], IsWhole);

    /// <summary>The demand of the lead time, as it may turn out, and of so many days more.</summary>
    public IDemandDistribution OverLeadTime(int reviewDays) => ProtectionDemand.Of(LeadTimes, days => Of(days + reviewDays));

    /// <summary>The demand of the lead time and what lacks already when the order is placed, by their moments.</summary>
    public IDemandDistribution OverLeadTime(Undershoot undershoot) => ProtectionDemand.Of(LeadTimes, days =>
    {
        var (mean, variance) = days == 0 ? (0, 0) : (SumMean[days - 1], SumVariance[days - 1]);

        return DemandForms.Of(Form, mean + undershoot.Mean, variance + undershoot.Variance, IsWhole);
    });
}
