namespace Composerp.Forecasting.Domain;

/// <summary>Demand of one item at one location, day by day without gaps, from the first sale to the origin of a run.</summary>
/// <param name="FirstDay">The day of the first value.</param>
/// <param name="Values">Units per day, oldest first, at least one, each finite and >= 0.</param>
public sealed record DemandSeries(string Location, string Sku, DateOnly FirstDay, double[] Values)
{
    /// <summary>Makes a series without gaps out of the days that were recorded.</summary>
    /// <remarks>
    /// Days without a record are days without demand. Days before the first sale are left out, unless goods are known to
    /// have been on the shelf: an item that was not there yet is not one that nobody wanted. Returns beyond a day's own sales
    /// are taken from the newest days before it, since what came back was sold earlier; what is left over then was sold
    /// before the history and is dropped.
    /// </remarks>
    /// <param name="origin">The last day of the series.</param>
    /// <param name="historyDays">Days up to the origin that count, at least 1; older records are left out.</param>
    /// <param name="days">Recorded days, ascending, none after the origin.</param>
    /// <param name="quantities">Net demand of those days in ten-thousandths of a unit; negative where more came back than was sold.</param>
    /// <param name="onShelfSince">The first day on which goods are known to have been there, within the history.</param>
    public static DemandSeries Of(
        string location,
        string sku,
        DateOnly origin,
        int historyDays,
        ReadOnlySpan<DateOnly> days,
        ReadOnlySpan<long> quantities,
        DateOnly? onShelfSince = null)
    {
        var first = FirstSale(origin.DayNumber - historyDays, days, quantities);

        if (first == days.Length && onShelfSince is null)
        {
            return new(location, sku, origin, [0]);
        }

        var firstDay = first == days.Length || onShelfSince < days[first] ? onShelfSince ?? origin : days[first];
        var values = new double[origin.DayNumber - firstDay.DayNumber + 1];

        for (var i = first; i < days.Length; i++)
        {
            values[days[i].DayNumber - firstDay.DayNumber] = quantities[i];
        }

        TakeReturnsBack(values);

        for (var day = 0; day < values.Length; day++)
        {
            values[day] /= DemandQuantity.PartsPerUnit;
        }

        return new(location, sku, firstDay, values);
    }

    private static int FirstSale(int lastDayTooOld, ReadOnlySpan<DateOnly> days, ReadOnlySpan<long> quantities)
    {
        var first = 0;

        while (first < days.Length && (days[first].DayNumber <= lastDayTooOld || quantities[first] <= 0))
        {
            first++;
        }

        return first;
    }

    private static void TakeReturnsBack(Span<double> values)
    {
        double returned = 0;

        for (var day = values.Length - 1; day >= 0; day--)
        {
            var net = values[day] - returned;
            values[day] = Math.Max(0, net);
            returned = Math.Max(0, -net);
        }
    }
}
