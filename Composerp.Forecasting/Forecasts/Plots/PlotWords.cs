using System.Globalization;
using System.Text;

namespace Composerp.Forecasting.Forecasts.Plots;

/// <summary>What a plot shows, in words.</summary>
internal static class PlotWords
{
    public static string DayOf(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    public static string Subtitle(SeriesPlot plot) => string.Create(
        CultureInfo.InvariantCulture,
        $"{plot.Mean.Count} days from {DayOf(plot.Origin.AddDays(1))}: {Units(plot.Mean.Average())} a day expected · {plot.Model}");

    public static string Describe(SeriesPlot plot)
    {
        var words = new StringBuilder();
        var history = plot.History.Select(day => day.Units).ToList();
        var came = plot.ActualsSince.ToList();

        if (history.Count > 0)
        {
            words.Append(CultureInfo.InvariantCulture, $"In the {history.Count} days until {DayOf(plot.Origin)} {Units(history.Average())} units a day were sold, at most {Units(history.Max())}. ");
        }

        words.Append(CultureInfo.InvariantCulture, $"For the {plot.Mean.Count} days until {DayOf(plot.LastDay)} {Units(plot.Mean.Average())} units a day are expected");

        if (plot.Bands.FirstOrDefault(band => Math.Abs(band.Share - 0.8) < 0.11) is { Share: > 0 } band)
        {
            words.Append(CultureInfo.InvariantCulture, $"; on {band.Share:P0} of days between {Units(plot.Quantiles[band.Low].Average())} and {Units(plot.Quantiles[band.High].Average())}");
        }

        words.Append(plot.StatisticalMean is null ? ". " : ", with adjustments. ");

        if (came.Count > 0)
        {
            words.Append(CultureInfo.InvariantCulture, $"Of these days {came.Count} have come, with {Units(came.Average(day => day.Units))} units a day. ");
        }

        if (plot.StockOuts.Count > 0)
        {
            words.Append(CultureInfo.InvariantCulture, $"On {plot.StockOuts.Count} days it was out of stock. ");
        }

        return words.ToString().TrimEnd();
    }

    private static string Units(double units) => units.ToString(units < 10 ? "0.##" : "0.#", CultureInfo.InvariantCulture);
}
