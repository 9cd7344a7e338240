using Composerp.Forecasting.Numerics.Theta;

namespace Composerp.Forecasting.Numerics.Intermittent;

/// <summary>Forecasts sums of several steps, where zeros are fewer, and shares them out evenly.</summary>
/// <remarks>
/// ADIDA with buckets of the average interval: Nikolopoulos, Syntetos, Boylan, Petropoulos and Assimakopoulos, Journal of
/// the Operational Research Society 62 (2011) 544-554. iMAPA, the mean over all buckets up to that: Petropoulos and
/// Kourentzes, same journal 66 (2015) 914-924. Buckets end at the newest value; each is smoothed simply.
/// </remarks>
public static class TemporalAggregation
{
    private const int BucketMax = 60;

    /// <summary>One bucket as long as the average interval between demands.</summary>
    public static void ForecastAdida(ReadOnlySpan<double> demand, in Outlook outlook) =>
        Forecast(demand, BucketOf(demand), BucketOf(demand), outlook);

    /// <summary>The mean over buckets of one step to the average interval between demands.</summary>
    public static void ForecastImapa(ReadOnlySpan<double> demand, in Outlook outlook) =>
        Forecast(demand, 1, BucketOf(demand), outlook);

    private static int BucketOf(ReadOnlySpan<double> demand) =>
        (int)Math.Round(Math.Min(DemandPattern.Of(demand).Interval, Math.Max(1, Math.Min(BucketMax, demand.Length / 2))));

    private static void Forecast(ReadOnlySpan<double> demand, int from, int to, in Outlook outlook)
    {
        outlook.Mean.Clear();
        outlook.Fitted.Clear();
        outlook.Response.Clear();
        using var room = new Scratch(demand.Length);
        var share = 1.0 / (to - from + 1);

        for (var bucket = from; bucket <= to; bucket++)
        {
            Add(demand, bucket, share, room.Values, outlook);
        }

        outlook.Response[0] = 1;
    }

    private static void Add(ReadOnlySpan<double> demand, int bucket, double share, Span<double> room, in Outlook outlook)
    {
        var count = demand.Length / bucket;
        var skipped = demand.Length - (count * bucket);
        var sums = room[..count];
        sums.Clear();

        for (var t = skipped; t < demand.Length; t++)
        {
            sums[(t - skipped) / bucket] += demand[t];
        }

        var errors = new ThetaErrors(sums, ThetaKind.Level);
        var alpha = AlphaSearch.Minimize(ref errors, 0.001, 0.99, 9, 0.005);
        errors.Evaluate(alpha);
        var level = errors.FirstLevel;
        outlook.Fitted[..skipped].Fill(double.NaN);

        for (var i = 0; i < count; i++)
        {
            foreach (ref var fitted in outlook.Fitted.Slice(skipped + (i * bucket), bucket))
            {
                fitted += share * level / bucket;
            }

            level += alpha * (sums[i] - level);
        }

        foreach (ref var mean in outlook.Mean)
        {
            mean += share * level / bucket;
        }

        foreach (ref var response in outlook.Response)
        {
            response += share * alpha / bucket;
        }
    }
}
