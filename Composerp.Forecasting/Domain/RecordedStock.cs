namespace Composerp.Forecasting.Domain;

/// <summary>The free stock of an item at a location: what it is now, and by how much it changed when.</summary>
/// <param name="Quantity">Now, in ten-thousandths of a unit; below zero where the books are wrong.</param>
/// <param name="FirstDay">The first business day of which it is known.</param>
/// <param name="Days">Business days of the changes since the first day that is asked about, ascending.</param>
/// <param name="Slots">For each change its quarter of an hour, 0 to 95 by the location's clock, ascending within a day.</param>
/// <param name="Changes">In ten-thousandths of a unit.</param>
public sealed record RecordedStock(long Quantity, DateOnly FirstDay, DateOnly[] Days, short[] Slots, long[] Changes)
{
    /// <summary>Quarters of an hour.</summary>
    public const int SlotsPerDay = 96;

    /// <summary>The quarter of an hour of an instant, by the clock of a time zone.</summary>
    public static short SlotOf(DateTimeOffset instant, TimeZoneInfo zone) =>
        (short)(TimeZoneInfo.ConvertTime(instant, zone).TimeOfDay.Ticks / (TimeSpan.TicksPerDay / SlotsPerDay));

    /// <summary>Says for each day of a time how much of its demand met an empty shelf.</summary>
    /// <remarks>
    /// Only a stock of exactly zero is an empty shelf: what is sold from less than nothing was there, and the books are
    /// wrong. A quarter of an hour in which anything moved counts as one with goods. Before the item first lay there it
    /// was not missing.
    /// </remarks>
    /// <param name="firstDay">The day of the first share; <see cref="Changes"/> holds all changes since.</param>
    /// <param name="liveSince">No stock-outs before the location went live.</param>
    /// <param name="shares">Takes 0 to 1 for each day.</param>
    /// <returns>The first day with goods on the shelf; null where there was none.</returns>
    public DateOnly? WriteEmptyShares(DateOnly firstDay, DateOnly? liveSince, SalesProfile profile, Span<double> shares)
    {
        var stock = Quantity;

        foreach (var change in Changes)
        {
            stock -= change;
        }

        var knownFrom = liveSince > FirstDay ? liveSince.Value : FirstDay;
        var wasThere = knownFrom < firstDay;
        DateOnly? onShelf = null;
        var next = 0;

        for (var i = 0; i < shares.Length; i++)
        {
            var day = firstDay.AddDays(i);
            var since = 0;
            var hadGoods = stock > 0;
            shares[i] = 0;

            while (next < Days.Length && Days[next] == day)
            {
                shares[i] += wasThere && stock == 0 ? profile.ShareOf(since, Slots[next]) : 0;
                stock += Changes[next];
                since = Slots[next] + 1;
                hadGoods |= stock > 0;
                wasThere |= stock > 0 && day >= knownFrom;
                next++;
            }

            shares[i] += wasThere && stock == 0 ? profile.ShareOf(since, SlotsPerDay) : 0;
            wasThere |= hadGoods && day >= knownFrom;
            onShelf ??= hadGoods && day >= knownFrom ? day : null;
        }

        return onShelf;
    }
}

/// <summary>Which part of a location's demand falls into which quarter of an hour.</summary>
public sealed class SalesProfile
{
    /// <summary>So many sales, spread evenly over the day, count beside those that were seen.</summary>
    private const double EvenSales = 20;

    private readonly double[] _until = new double[RecordedStock.SlotsPerDay + 1];

    /// <param name="sales">Sales seen in each quarter of an hour; empty where none were.</param>
    public SalesProfile(ReadOnlySpan<long> sales)
    {
        double sum = 0;

        foreach (var seen in sales)
        {
            sum += seen;
        }

        for (var slot = 0; slot < RecordedStock.SlotsPerDay; slot++)
        {
            var seen = slot < sales.Length ? sales[slot] : 0;
            _until[slot + 1] = _until[slot] + ((seen + (EvenSales / RecordedStock.SlotsPerDay)) / (sum + EvenSales));
        }
    }

    /// <summary>Of nothing that was seen: all times of the day are alike.</summary>
    public static SalesProfile Even { get; } = new([]);

    /// <summary>The part of a day's demand that falls between the begins of two quarters of an hour.</summary>
    public double ShareOf(int first, int end) => first == 0 && end == RecordedStock.SlotsPerDay ? 1 : Math.Max(0, _until[end] - _until[first]);
}
