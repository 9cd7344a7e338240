using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Composerp.Forecasting.Forecasts.Plots;

/// <summary>Draws a series as SVG: what was sold, what is expected, what came since.</summary>
/// <remarks>
/// One file without script or anything fetched, so it may stand in a page as an image. What it shows is also said in words,
/// for those who do not see it. Colours keep apart for eyes that see no red or no green, and follow a dark screen.
/// </remarks>
internal static class PlotDrawing
{
    private const int WeekDays = 7;

    private const string Style = """
        .page{fill:#ffffff}.strong{fill:#0f172a}.soft{fill:#64748b}.grid{stroke:#e2e8f0}.axis{stroke:#94a3b8}
        .bar{fill:#94a3b8}.trend{stroke:#475569}.band{fill:#2563eb}.mean{stroke:#1d4ed8}.statistical{stroke:#1d4ed8}
        .came{stroke:#ea580c}.dot{fill:#ea580c;stroke:#ffffff}.out{fill:#be123c}.outband{fill:#be123c}
        @media (prefers-color-scheme:dark){.page{fill:#0f172a}.strong{fill:#f1f5f9}.soft{fill:#94a3b8}.grid{stroke:#1e293b}
        .axis{stroke:#475569}.bar{fill:#475569}.trend{stroke:#cbd5e1}.band{fill:#60a5fa}.mean{stroke:#93c5fd}
        .statistical{stroke:#93c5fd}.came{stroke:#fb923c}.dot{fill:#fb923c;stroke:#0f172a}.out{fill:#fb7185}.outband{fill:#fb7185}}
        """;

    private static readonly XNamespace _svg = "http://www.w3.org/2000/svg";

    public static XDocument Draw(SeriesPlot plot)
    {
        var first = plot.Demand.Count > 0 && plot.FirstDay < plot.Origin ? plot.FirstDay : plot.Origin;
        var highest = plot.Quantiles.SelectMany(level => level).Concat(plot.Mean).Concat(plot.Demand).DefaultIfEmpty(0).Max();
        var scale = new PlotScale(first, plot.LastDay, highest);

        return new(
            new XDeclaration("1.0", "utf-8", null),
            new XElement(
                _svg + "svg",
                new XAttribute("viewBox", Text($"0 0 {PlotScale.Width} {PlotScale.Height}")),
                new XAttribute("width", PlotScale.Width),
                new XAttribute("height", PlotScale.Height),
                new XAttribute("role", "img"),
                new XAttribute("aria-labelledby", "title desc"),
                new XAttribute("font-family", "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif"),
                new XElement(_svg + "title", new XAttribute("id", "title"), Clean($"Demand and forecast of {plot.Sku} at {plot.Location}")),
                new XElement(_svg + "desc", new XAttribute("id", "desc"), Clean(PlotWords.Describe(plot))),
                new XElement(_svg + "style", Style),
                Element("rect", "page", ("width", PlotScale.Width), ("height", PlotScale.Height), ("rx", 8)),
                Heading(plot),
                Grid(scale),
                StockOuts(plot, scale),
                History(plot, scale),
                Bands(plot, scale),
                Lines(plot, scale),
                OriginMark(plot, scale),
                PlotLegend.Of(plot)));
    }

    /// <summary>An element of a class with attributes; numbers to two decimals, which is finer than any screen.</summary>
    internal static XElement Element(string name, string? className, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var element = new XElement(_svg + name);

        if (className is not null)
        {
            element.SetAttributeValue("class", className);
        }

        foreach (var (attribute, value) in attributes)
        {
            element.SetAttributeValue(attribute, value is double number ? Text($"{Math.Round(number, 2)}") : value);
        }

        return element;
    }

    internal static XElement Label(string className, double x, double y, int size, string anchor, string text)
    {
        var label = Element("text", className, ("x", x), ("y", y), ("font-size", size), ("text-anchor", anchor));
        label.Value = Clean(text);

        return label;
    }

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Half a surrogate may stand in a code, but in no XML.</summary>
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Select(rune =>
        rune.Utf16SequenceLength == 2 || XmlConvert.IsXmlChar((char)rune.Value) ? rune.ToString() : "\ufffd"));

    private static IEnumerable<XElement> Heading(SeriesPlot plot)
    {
        yield return Bold(Label("strong", PlotScale.Left, 32, 18, "start", $"{plot.Sku} at {plot.Location}"));
        yield return Label("soft", PlotScale.Left, 54, 13, "start", PlotWords.Subtitle(plot));
    }

    private static IEnumerable<XElement> Grid(PlotScale scale)
    {
        foreach (var units in scale.UnitLines)
        {
            var y = scale.Y(units);
            yield return Element("line", units > 0 ? "grid" : "axis", ("x1", PlotScale.Left), ("x2", PlotScale.Right), ("y1", y), ("y2", y));
            yield return Label("soft", PlotScale.Left - 10, y + 4, 12, "end", Text($"{Math.Round(units, 6)}"));
        }

        var labelled = double.NegativeInfinity;

        foreach (var (day, label) in scale.DayLabels())
        {
            var x = scale.X(day);
            yield return Element("line", "axis", ("x1", x), ("x2", x), ("y1", PlotScale.Bottom), ("y2", PlotScale.Bottom + 5));

            if (x - labelled > 48)
            {
                labelled = x;
                yield return Label("soft", x, PlotScale.Bottom + 20, 12, "middle", label);
            }
        }
    }

    private static IEnumerable<XElement> StockOuts(SeriesPlot plot, PlotScale scale) =>
        from day in plot.StockOuts.Order()
        let x = scale.X(day) - (scale.DayWidth / 2)
        from element in new[]
        {
            Element(
                "rect", "outband", ("x", x), ("y", PlotScale.Top), ("width", scale.DayWidth), ("height", PlotScale.Bottom - PlotScale.Top),
                ("fill-opacity", 0.12)),
            Element("path", "out", ("d", Text($"M{scale.X(day) - 4:0.##} {PlotScale.Top - 8} h8 l-4 7 z"))),
        }
        select element;

    /// <summary>A bar for each day, and the mean of each week's days over them, which the eye follows.</summary>
    private static IEnumerable<XElement> History(SeriesPlot plot, PlotScale scale)
    {
        var history = plot.History.ToList();
        var width = Math.Max(0.6, scale.DayWidth * 0.7);

        foreach (var (day, units) in history.Where(day => day.Units > 0))
        {
            yield return Element(
                "rect", "bar", ("x", scale.X(day) - (width / 2)), ("y", scale.Y(units)), ("width", width),
                ("height", PlotScale.Bottom - scale.Y(units)), ("rx", Math.Min(1.5, width / 3)), ("fill-opacity", 0.55));
        }

        if (history.Count > WeekDays)
        {
            var week = Enumerable.Range(WeekDays - 1, history.Count - WeekDays + 1)
                .Select(last => (history[last].Day, history.Skip(last - WeekDays + 1).Take(WeekDays).Average(day => day.Units)));
            yield return Line("trend", week, scale, ("stroke-width", 1.75), ("stroke-opacity", 0.9));
        }
    }

    private static IEnumerable<XElement> Bands(SeriesPlot plot, PlotScale scale) =>
        from band in plot.Bands
        let upper = Days(plot, plot.Quantiles[band.High]).Select(day => (day.Day, day.Units))
        let lower = Days(plot, plot.Quantiles[band.Low]).Reverse()
        select Element("path", "band", ("d", $"{Points(upper.Concat(lower), scale)} Z"), ("fill-opacity", 0.13));

    private static IEnumerable<XElement> Lines(SeriesPlot plot, PlotScale scale)
    {
        if (plot.StatisticalMean is { } statistical)
        {
            yield return Line(
                "statistical", Days(plot, statistical), scale, ("stroke-width", 1.5), ("stroke-dasharray", "2 4"), ("stroke-opacity", 0.9));
        }

        yield return Line("mean", Days(plot, plot.Mean), scale, ("stroke-width", 2.5));
        var came = plot.ActualsSince.ToList();

        if (came.Count > 0)
        {
            yield return Line("came", came, scale, ("stroke-width", 1.5), ("stroke-opacity", 0.7));
        }

        foreach (var (day, units) in came)
        {
            yield return Element("circle", "dot", ("cx", scale.X(day)), ("cy", scale.Y(units)), ("r", 3.5), ("stroke-width", 1.25));
        }
    }

    private static IEnumerable<XElement> OriginMark(SeriesPlot plot, PlotScale scale)
    {
        var x = scale.X(plot.Origin) + (scale.DayWidth / 2);
        var isLate = x > (PlotScale.Left + PlotScale.Right) / 2;
        yield return Element(
            "line", "axis", ("x1", x), ("x2", x), ("y1", PlotScale.Top - 20), ("y2", PlotScale.Bottom), ("stroke-dasharray", "4 4"));
        yield return Label(
            "soft", x + (isLate ? -8 : 8), PlotScale.Top - 13, 12, isLate ? "end" : "start", $"known until {PlotWords.DayOf(plot.Origin)}");
    }

    private static XElement Bold(XElement label)
    {
        label.SetAttributeValue("font-weight", 600);

        return label;
    }

    private static XElement Line(
        string className, IEnumerable<(DateOnly Day, double Units)> days, PlotScale scale, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var line = Element("path", className, attributes);
        line.SetAttributeValue("d", Points(days, scale));
        line.SetAttributeValue("fill", "none");
        line.SetAttributeValue("stroke-linejoin", "round");
        line.SetAttributeValue("stroke-linecap", "round");

        return line;
    }

    private static IEnumerable<(DateOnly Day, double Units)> Days(SeriesPlot plot, IReadOnlyList<double> units) =>
        units.Select((value, ahead) => (plot.Origin.AddDays(ahead + 1), value));

    private static string Points(IEnumerable<(DateOnly Day, double Units)> days, PlotScale scale) =>
        "M" + string.Join(" L", days.Select(day => Text($"{scale.X(day.Day):0.##} {scale.Y(day.Units):0.##}")));
}
