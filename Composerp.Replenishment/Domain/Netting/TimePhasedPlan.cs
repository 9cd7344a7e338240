namespace Composerp.Replenishment.Domain.Netting;

/// <summary>How a planned receipt is sized; ten-thousandths of units.</summary>
/// <param name="Minimum">0 where there is none.</param>
/// <param name="Multiple">Above 0.</param>
/// <param name="CoverBuckets">A receipt covers the demand of so many buckets from its own on, at least 1.</param>
public readonly record struct ReceiptLots(long Minimum, long Multiple, int CoverBuckets)
{
    public long For(long lacking)
    {
        var lifted = Math.Max(lacking, Minimum);
        var remainder = lifted % Multiple;

        return remainder == 0 ? lifted : lifted - remainder + Multiple;
    }
}

/// <summary>Time-phased netting: bucket by bucket, what is there, what comes, what goes, and what has to be ordered when.</summary>
/// <remarks>
/// Projected = projected before + receipts + planned receipts - demand; where that falls below the safety stock, a planned
/// receipt lifts it. The demand is net: orders, and what the forecast has left beside them. A safety stock, not a reorder
/// point that holds the lead time's demand as well: that would count it twice. Nothing is allocated.
/// </remarks>
public static class TimePhasedPlan
{
    /// <param name="onHand">Ten-thousandths of units, as all quantities here.</param>
    /// <param name="demand">Per bucket, net.</param>
    /// <param name="receipts">Per bucket, what is already on its way.</param>
    /// <param name="firstBucket">In which an order placed now can arrive; what lacks before cannot be helped.</param>
    /// <param name="planned">Takes the planned receipts of each bucket.</param>
    /// <param name="projected">Takes what is left at the end of each bucket, planned receipts included.</param>
    /// <returns>The first bucket that ends below zero; -1 where none does.</returns>
    public static int Write(
        long onHand,
        ReadOnlySpan<long> demand,
        ReadOnlySpan<long> receipts,
        long safetyStock,
        int firstBucket,
        ReceiptLots lots,
        Span<long> planned,
        Span<long> projected)
    {
        var stock = onHand;
        var firstShort = -1;

        for (var bucket = 0; bucket < demand.Length; bucket++)
        {
            stock += receipts[bucket] - demand[bucket];
            planned[bucket] = 0;

            if (stock < safetyStock && bucket >= firstBucket)
            {
                var lacking = safetyStock - stock;
                var end = Math.Min(demand.Length, bucket + lots.CoverBuckets);

                // What arrives later anyway need not be covered now.
                for (var next = bucket + 1; next < end; next++)
                {
                    lacking += demand[next] - receipts[next];
                }

                planned[bucket] = lots.For(Math.Max(lacking, safetyStock - stock));
                stock += planned[bucket];
            }

            projected[bucket] = stock;
            firstShort = stock < 0 && firstShort < 0 ? bucket : firstShort;
        }

        return firstShort;
    }

    /// <summary>When planned receipts have to be ordered: so many buckets before.</summary>
    /// <param name="releases">Takes one value more than there are buckets: the first is for what must be ordered before the first bucket.</param>
    public static void WriteReleases(ReadOnlySpan<long> planned, int leadBuckets, Span<long> releases)
    {
        releases.Clear();

        for (var bucket = 0; bucket < planned.Length; bucket++)
        {
            releases[Math.Max(0, bucket + 1 - leadBuckets)] += planned[bucket];
        }
    }

    /// <summary>What an open order can give back where the position is above its maximum, because demand went away.</summary>
    public static decimal ReducibleBy(decimal position, decimal maximum, decimal openOrder) =>
        Math.Clamp(position - maximum, 0, openOrder);

    /// <summary>A forecast's buckets in ten-thousandths, rounded so that no sum of them is off by more than half of one.</summary>
    public static void WriteTicks(ReadOnlySpan<float> forecast, Span<long> ticks)
    {
        const double TicksPerUnit = 10_000;
        var sum = 0.0;
        var written = 0L;

        for (var bucket = 0; bucket < forecast.Length; bucket++)
        {
            sum += forecast[bucket];
            var until = (long)Math.Round(sum * TicksPerUnit, MidpointRounding.AwayFromZero);
            ticks[bucket] = until - written;
            written = until;
        }
    }
}
