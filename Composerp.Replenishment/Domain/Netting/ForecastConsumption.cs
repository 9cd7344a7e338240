namespace Composerp.Replenishment.Domain.Netting;

/// <summary>What is left of a forecast that orders have begun to come true.</summary>
/// <remarks>Quantities are ten-thousandths of units, as exact as the ledger's.</remarks>
public static class ForecastConsumption
{
    /// <summary>An order takes its quantity from the forecast of its bucket, then of earlier ones, then of later ones, the nearest first.</summary>
    /// <param name="forecast">Per bucket; what is left is written in its place.</param>
    /// <param name="orders">Per bucket; taken in the order of time.</param>
    /// <param name="earlier">So many buckets back; 0 for none.</param>
    /// <param name="later">So many buckets ahead; 0 for none.</param>
    public static void Consume(Span<long> forecast, ReadOnlySpan<long> orders, int earlier, int later)
    {
        for (var bucket = 0; bucket < orders.Length; bucket++)
        {
            var left = orders[bucket] - Take(forecast, bucket, orders[bucket]);

            for (var back = 1; left > 0 && back <= earlier && bucket - back >= 0; back++)
            {
                left -= Take(forecast, bucket - back, left);
            }

            for (var ahead = 1; left > 0 && ahead <= later && bucket + ahead < forecast.Length; ahead++)
            {
                left -= Take(forecast, bucket + ahead, left);
            }
        }
    }

    /// <summary>Lowers each bucket by a share: the near future belongs to orders, the far one to the forecast.</summary>
    /// <param name="shares">Per bucket, in [0, 1].</param>
    public static void Reduce(Span<long> forecast, ReadOnlySpan<decimal> shares)
    {
        for (var bucket = 0; bucket < forecast.Length; bucket++)
        {
            forecast[bucket] = (long)decimal.Round(forecast[bucket] * (1 - shares[bucket]), MidpointRounding.AwayFromZero);
        }
    }

    private static long Take(Span<long> forecast, int bucket, long wanted)
    {
        var taken = Math.Min(forecast[bucket], wanted);
        forecast[bucket] -= taken;

        return taken;
    }
}
