using System.Net;
using System.Xml.Linq;
using Composerp.Forecasting.Forecasts.Plots;
using Composerp.Forecasting.Tests.Service;

namespace Composerp.Forecasting.Tests.Forecasts.Plots;

public sealed class PlotForecastTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>
{
    private const string Odd = "<b onload=\"alert(1)\">&'";

    private static readonly DateOnly _origin = new(2026, 3, 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_series_is_drawn_with_its_history_its_forecast_and_what_came_since()
    {
        await database.AddDemandAsync("S001", "MILK", _origin.AddDays(5), [.. Enumerable.Range(0, 70).Select(day => 3 + (day * 31 % 11))]);
        await using var host = new ForecastingHost(database);
        await host.RunAsync(new { origin = _origin });

        using var answer = await host.Client.GetAsync("/v1/forecasts/plot?location=S001&sku=MILK&historyDays=30", Token);
        var svg = XDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).Root!;

        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Demand and forecast of MILK at S001", Value(svg, "title"));
        Assert.StartsWith("In the 30 days until 1 Mar 2026", Value(svg, "desc"), StringComparison.Ordinal);
        Assert.Equal("img", svg.Attribute("role")!.Value);
        Assert.Equal(30, OfClass(svg, "bar").Count(bar => bar.Parent == svg));
        Assert.Equal(4, OfClass(svg, "band").Count(band => band.Parent == svg));
        Assert.Equal(5, OfClass(svg, "dot").Count(dot => dot.Parent == svg));
        Assert.Empty(OfClass(svg, "out"));
    }

    [Fact]
    public void Days_without_stock_are_marked_and_told()
    {
        var svg = PlotDrawing.Draw(Plot("MILK") with { StockOuts = [_origin, _origin.AddDays(-1)] }).Root!;

        Assert.Equal(2, OfClass(svg, "outband").Count());
        Assert.Contains("On 2 days it was out of stock.", Value(svg, "desc"), StringComparison.Ordinal);
    }

    // Codes may hold anything: none of it may become markup.
    [Fact]
    public void Text_stays_text()
    {
        var text = PlotDrawing.Draw(Plot(Odd)).ToString();
        var svg = XDocument.Parse(text).Root!;

        Assert.Equal($"Demand and forecast of {Odd} at S001", Value(svg, "title"));
        Assert.DoesNotContain("<b", text, StringComparison.Ordinal);
        Assert.DoesNotContain("script", text, StringComparison.OrdinalIgnoreCase);
        Assert.All(svg.DescendantsAndSelf().Attributes(), attribute =>
            Assert.False(attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal) || attribute.Name.LocalName == "href"));
    }

    public static TheoryData<string, double[], double[]> Oddities => new()
    {
        { "nothing sold", [], [0, 0, 0] },
        { "one day", [4], [4] },
        { "huge", [1e15, 0], [1e15] },
        { "tiny", [0.0001, 0], [0.0001] },
        { "three years", [.. Enumerable.Range(0, 1_000).Select(day => day % 9)], [.. new double[365]] },
    };

    // Every number that is drawn is a number, and within the picture.
    [Theory, MemberData(nameof(Oddities))]
    public void Whatever_is_drawn_stays_within_the_picture(string _, double[] demand, double[] mean)
    {
        var plot = Plot("MILK") with { FirstDay = _origin.AddDays(1 - demand.Length), Demand = demand, Mean = mean, Quantiles = [mean, mean] };
        var svg = PlotDrawing.Draw(plot).Root!;

        Assert.DoesNotContain(svg.Descendants().Attributes(), attribute => attribute.Value.Contains("NaN", StringComparison.Ordinal));
        Assert.All(
            svg.Descendants().Where(element => element.Parent == svg && element.Attribute("x") is not null),
            element => Assert.InRange(double.Parse(element.Attribute("x")!.Value, null), 0, PlotScale.Width));
    }

    [Theory]
    [InlineData("location=S009&sku=NONE", HttpStatusCode.NotFound, "unknown-series")]
    [InlineData("location=S001&sku=MILK&historyDays=0", HttpStatusCode.BadRequest, "malformed-parameter")]
    [InlineData("location=S001&sku=MILK&runId=0195a3c0-0000-7000-8000-000000000001", HttpStatusCode.NotFound, "unknown-run")]
    public async Task What_is_not_there_is_a_clear_problem(string query, HttpStatusCode status, string problem)
    {
        await using var host = new ForecastingHost(database);

        Assert.Equal((status, $"urn:composerp:forecasting:{problem}"), await host.ProblemAsync($"/v1/forecasts/plot?{query}"));
    }

    private static SeriesPlot Plot(string sku) => new(
        "S001", sku, "combination", _origin, _origin.AddDays(-2), [3, 1, 4], [2, 3], null, [0.1, 0.9], [[1, 1], [4, 5]], []);

    private static string Value(XElement svg, string element) => svg.Elements().Single(one => one.Name.LocalName == element).Value;

    private static IEnumerable<XElement> OfClass(XElement svg, string name) => svg.Descendants().Where(element => element.Attribute("class")?.Value == name);
}
