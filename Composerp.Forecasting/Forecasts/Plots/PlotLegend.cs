using System.Globalization;
using System.Xml.Linq;

namespace Composerp.Forecasting.Forecasts.Plots;

/// <summary>What the marks of a plot mean, in one line below it.</summary>
internal static class PlotLegend
{
    private const double Baseline = PlotScale.Height - 22;

    /// <summary>Of a letter, about; there is nothing here that could measure one.</summary>
    private const double LetterWidth = 6.5;

    public static IEnumerable<XElement> Of(SeriesPlot plot)
    {
        var x = PlotScale.Left;

        foreach (var (marks, width, text) in Entries(plot))
        {
            var entry = PlotDrawing.Element("g", null, ("transform", PlotDrawing.Text($"translate({Math.Round(x, 1)} {Baseline})")));
            entry.Add(marks, PlotDrawing.Label("soft", width + 7, 4, 12, "start", text));
            x += width + 7 + (text.Length * LetterWidth) + 16;

            yield return entry;
        }
    }

    private static IEnumerable<(XElement[] Marks, double Width, string Text)> Entries(SeriesPlot plot)
    {
        if (plot.History.Any())
        {
            yield return (
                [
                    PlotDrawing.Element("rect", "bar", ("x", 2.0), ("y", -7.0), ("width", 5.0), ("height", 14.0), ("rx", 1.5), ("fill-opacity", 0.55)),
                    Stroke("trend", 20, ("stroke-width", 1.75)),
                ],
                20,
                "sold, 7-day mean");
        }

        yield return ([Stroke("mean", 20, ("stroke-width", 2.5))], 20, plot.StatisticalMean is null ? "expected" : "expected, adjusted");

        if (plot.StatisticalMean is not null)
        {
            yield return ([Stroke("statistical", 20, ("stroke-width", 1.5), ("stroke-dasharray", "2 4"))], 20, "statistical");
        }

        if (plot.Bands.ToList() is { Count: > 0 } bands)
        {
            yield return (
                [
                    .. bands.Select((_, index) => PlotDrawing.Element(
                        "rect", "band", ("x", index * 4.0), ("y", -7 + (index * 1.5)), ("width", 40 - (index * 8.0)), ("height", 14 - (index * 3.0)),
                        ("fill-opacity", 0.16))),
                ],
                40,
                string.Create(CultureInfo.InvariantCulture, $"{bands[^1].Share * 100:0} to {bands[0].Share * 100:0} % of days"));
        }

        if (plot.ActualsSince.Any())
        {
            yield return (
                [Stroke("came", 20, ("stroke-width", 1.5)), PlotDrawing.Element("circle", "dot", ("cx", 10.0), ("cy", 0.0), ("r", 3.5), ("stroke-width", 1.25))],
                20,
                "sold since");
        }

        if (plot.StockOuts.Count > 0)
        {
            yield return ([PlotDrawing.Element("path", "out", ("d", "M1 -4 h8 l-4 7 z"))], 10, "out of stock");
        }
    }

    private static XElement Stroke(string className, double width, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var line = PlotDrawing.Element("line", className, attributes);
        line.SetAttributeValue("x2", width);
        line.SetAttributeValue("stroke-linecap", "round");

        return line;
    }
}
