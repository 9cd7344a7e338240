namespace Composerp.Forecasting.Domain;

/// <summary>The days of a series from its beginning to the origin: what was sold, what was wanted, what was special.</summary>
/// <param name="Sold">Units per day as recorded, returns netted.</param>
/// <param name="Demand">Units per day, corrected for empty shelves; NaN on days that were closed or without goods.</param>
/// <param name="HasOwnSales">Whether the item sold or was on the shelf itself, without its predecessor.</param>
internal sealed record SeriesDays(
    DateOnly FirstDay, double[] Sold, double[] Demand, double[] EmptyShares, DayFlags[] Flags, bool HasOwnSales)
{
    /// <summary>An item with more predecessors than this is a mistake.</summary>
    private const int PredecessorsMax = 50;

    private const DayFlags Effects = DayFlags.Promotion | DayFlags.Event;

    private int Length => Sold.Length;

    private bool IsKnown => HasOwnSales || Array.Exists(Flags, flags => flags.HasFlag(DayFlags.Inherited));

    public static SeriesDays Of(RecordedHistory recorded, DateOnly origin, int historyDays) =>
        Of(recorded, origin, historyDays, PredecessorsMax);

    /// <summary>The days of the history on which a mark is the only effect.</summary>
    public IEnumerable<int> OnlyMarkedBy(MarkedDays mark)
    {
        var last = Math.Min(Length - 1, mark.LastDay.DayNumber - FirstDay.DayNumber);

        for (var day = Math.Max(0, mark.FirstDay.DayNumber - FirstDay.DayNumber); day <= last; day++)
        {
            if ((Flags[day] & (Effects | DayFlags.Outlier)) == mark.Flag)
            {
                yield return day;
            }
        }
    }

    private static SeriesDays Of(RecordedHistory recorded, DateOnly origin, int historyDays, int predecessorsLeft)
    {
        var own = OwnOf(recorded, origin, historyDays);

        return recorded.Predecessor is { } old && predecessorsLeft > 0
            ? own.After(Of(old.History, origin, historyDays, predecessorsLeft - 1), old)
            : own;
    }

    private static SeriesDays OwnOf(RecordedHistory recorded, DateOnly origin, int historyDays)
    {
        var window = recorded.Stock is null ? [] : new double[historyDays];
        var onShelf = recorded.Stock?.WriteEmptyShares(
            origin.AddDays(1 - historyDays), recorded.LiveSince, recorded.Profile, window);
        var series = DemandSeries.Of(
            recorded.Location, recorded.Sku, origin, historyDays, recorded.Days, recorded.Quantities, onShelf);
        var emptyShares = recorded.Stock is null ? new double[series.Values.Length] : window[^series.Values.Length..];
        var flags = FlagsOf(series, recorded.Marks, emptyShares);
        var demand = series.Values.ToArray();

        for (var day = 0; day < demand.Length; day++)
        {
            // Whoever sold something was open.
            demand[day] = flags[day].HasFlag(DayFlags.Closed) && demand[day] == 0 ? double.NaN : demand[day];
        }

        CorrectOrdinary(demand, emptyShares, flags);

        return new(
            series.FirstDay, series.Values, demand, emptyShares, flags,
            onShelf is not null || Array.Exists(recorded.Quantities, quantity => quantity > 0));
    }

    private static DayFlags[] FlagsOf(DemandSeries series, IReadOnlyList<MarkedDays> marks, double[] emptyShares)
    {
        var flags = Array.ConvertAll(emptyShares, share => share < CensoredDemand.ShareMin ? DayFlags.None : DayFlags.StockOut);

        foreach (var mark in marks)
        {
            var last = Math.Min(flags.Length - 1, mark.LastDay.DayNumber - series.FirstDay.DayNumber);

            for (var day = Math.Max(0, mark.FirstDay.DayNumber - series.FirstDay.DayNumber); day <= last; day++)
            {
                flags[day] |= mark.Flag;
            }
        }

        return flags;
    }

    // What days that are not ordinary sold is no measure for the hours that others missed.
    private static void CorrectOrdinary(double[] demand, double[] emptyShares, DayFlags[] flags)
    {
        if (!Array.Exists(flags, day => day.HasFlag(DayFlags.StockOut)))
        {
            return;
        }

        var wholeUnits = Array.TrueForAll(demand, value => double.IsNaN(value) || double.IsInteger(value));
        double[] ordinary = [.. demand.Zip(flags, (value, day) => (day & (Effects | DayFlags.Outlier)) == 0 ? value : double.NaN)];
        CensoredDemand.Correct(ordinary, emptyShares, wholeUnits);

        for (var day = 0; day < demand.Length; day++)
        {
            var isOrdinary = (flags[day] & (Effects | DayFlags.Outlier)) == 0;
            var isUnknown = flags[day].HasFlag(DayFlags.StockOut) && !isOrdinary;
            demand[day] = isOrdinary ? ordinary[day] : isUnknown ? double.NaN : demand[day];
        }
    }

    /// <summary>Goes on with this item where the old one's days end: on its first own day, but not before it takes over.</summary>
    private SeriesDays After(SeriesDays old, RecordedPredecessor predecessor)
    {
        if (!old.IsKnown)
        {
            return this;
        }

        var firstDay = HasOwnSales && FirstDay < old.FirstDay ? FirstDay : old.FirstDay;
        var length = FirstDay.DayNumber + Length - firstDay.DayNumber;
        var joined = new SeriesDays(
            firstDay, new double[length], new double[length], new double[length], new DayFlags[length], HasOwnSales);

        for (var day = 0; day < length; day++)
        {
            joined.Join(day, this, old, firstDay.AddDays(day) < predecessor.From, predecessor.Factor);
        }

        return joined;
    }

    private void Join(int day, SeriesDays own, SeriesDays old, bool isBefore, double factor)
    {
        var ownDay = day + FirstDay.DayNumber - own.FirstDay.DayNumber;
        var oldDay = day + FirstDay.DayNumber - old.FirstDay.DayNumber;
        var isOwn = own.HasOwnSales && ownDay >= 0;
        var isInherited = oldDay >= 0 && (isBefore || !isOwn);

        if (isOwn)
        {
            (Sold[day], Demand[day], EmptyShares[day], Flags[day]) =
                (own.Sold[ownDay], own.Demand[ownDay], own.EmptyShares[ownDay], own.Flags[ownDay]);
        }

        if (isInherited)
        {
            // Before it takes over, an empty shelf of the new item says nothing.
            var added = isOwn && !double.IsNaN(Demand[day]) ? Demand[day] : 0;
            Sold[day] += factor * old.Sold[oldDay];
            Demand[day] = added + (factor * old.Demand[oldDay]);
            EmptyShares[day] = old.EmptyShares[oldDay];
            Flags[day] = (Flags[day] & ~DayFlags.StockOut) | old.Flags[oldDay] | DayFlags.Inherited;
        }
    }
}
