using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Composerp.Replenishment.Domain;

namespace Composerp.Replenishment.Tests.Domain;

/// <summary>Textbooks' and other systems' published examples, for the formulas that exist here.</summary>
public sealed partial class KnownAnswersTests
{
    public static TheoryData<string> Topics => new(_answers.Keys);

    private static readonly Dictionary<string, Action<JsonElement, JsonElement>> _answers = new()
    {
        ["13"] = BaseStock,
        ["13b"] = BaseStock,
        ["27"] = MinMax,
        ["29b"] = Modifiers,
        ["33c"] = SafetyStock,
        ["33d"] = SafetyStock,
        ["45a"] = Modifiers,
        ["45b"] = Modifiers,
        ["45c"] = Modifiers,
        ["47"] = OverReceipt,
        ["51"] = Intermittent,
    };

    [Theory, MemberData(nameof(Topics))]
    public void The_published_answer_is_found(string id)
    {
        var (input, expected) = Case(id);

        _answers[id](input, expected);
    }

    // Stock that covers L + R periods at the critical ratio p / (h + p).
    private static void BaseStock(JsonElement input, JsonElement expected)
    {
        var periods = Integer(input, "L") + (input.TryGetProperty("R", out var review) ? review.GetInt32() : 1);
        var level = Number(input, "p") / (Number(input, "h") + Number(input, "p"));

        var target = Target(Number(input, "mean"), Number(input, "sd"), periods, level);

        Assert.Equal(Number(expected, "S"), target.Level, 1e-6);
    }

    private static void SafetyStock(JsonElement input, JsonElement expected)
    {
        var periods = Integer(input, "L") + (input.TryGetProperty("R", out var review) ? review.GetInt32() : 0);

        var target = Target(Number(input, "mean"), Number(input, "sd"), periods, Number(input, "csl"));

        Assert.Equal(Number(expected, "ss"), target.SafetyStock, 1e-6);

        if (expected.TryGetProperty("S", out var level))
        {
            Assert.Equal(level.GetDouble(), target.Level, 1e-6);
        }
    }

    private static void MinMax(JsonElement input, JsonElement expected)
    {
        var item = AnItem.Under(new MinMaxPolicy(Exact(input, "min"), Exact(input, "max"))) with
        {
            Position = new(Exact(input, "on_hand"), 0, 0),
        };

        var proposed = Assert.IsType<Proposed>(item.Plan(null));
        Assert.Equal(Exact(expected, "order"), proposed.Derivation.Quantity);
    }

    private static void Modifiers(JsonElement input, JsonElement expected)
    {
        var minimum = OptionalExact(input, "moq") ?? OptionalExact(input, "min") ?? 0;
        var supply = AnItem.Delivered(minimum: minimum, multiple: OptionalExact(input, "pack") ?? 1);

        foreach (var (need, order) in All(input, "need").Zip(All(expected, "order")))
        {
            Assert.Equal(order, OrderModifiers.Apply(need, supply).Quantity);
        }
    }

    // Too much of one delivery does not make the next order's goods vanish.
    private static void OverReceipt(JsonElement input, JsonElement expected)
    {
        var line = new PurchaseOrderLine("nut", Exact(input, "ordered"), Exact(input, "received"), 1, AnItem.Monday);

        Assert.Equal(Exact(expected, "projected"), new StockPosition(Exact(input, "stock"), 0, line.OnOrder).Total);
    }

    private static void Intermittent(JsonElement input, JsonElement expected)
    {
        var probability = Number(input, "p_demand");
        double[] day = [1 - probability, probability];
        var days = Enumerable.Repeat(day, Integer(input, "periods")).ToList();
        var size = Number(input, "size");

        Assert.Equal(Number(expected, "empirical_98"), DemandSum.Quantile(days, size, 0.98));

        foreach (var (demand, cumulative) in expected.GetProperty("cdf").EnumerateObject().Select(point => (point.Name, point.Value.GetDouble())))
        {
            Assert.Equal(double.Parse(demand, CultureInfo.InvariantCulture), DemandSum.Quantile(days, size, cumulative));
        }

        var sigma = size * Math.Sqrt(probability * (1 - probability));
        Assert.Equal(Number(expected, "normal_98"), Target(size * probability, sigma, days.Count, 0.98).Level, 1e-6);
    }

    private static TargetLevel Target(double mean, double sigma, int periods, double level) =>
        TargetLevel.Of(ForecastWindow.Of(AnItem.Forecast(mean, sigma), AnItem.Monday, periods), level);

    private static double Number(JsonElement json, string name) => json.GetProperty(name).GetDouble();

    private static int Integer(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    private static decimal Exact(JsonElement json, string name) => json.GetProperty(name).GetDecimal();

    private static decimal? OptionalExact(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetDecimal() : null;

    private static IEnumerable<decimal> All(JsonElement json, string name) =>
        json.GetProperty(name) is { ValueKind: JsonValueKind.Array } array
            ? array.EnumerateArray().Select(value => value.GetDecimal())
            : [Exact(json, name)];

    private static (JsonElement Input, JsonElement Expected) Case(string id)
    {
        var path = FindCases();
        Assert.SkipUnless(path is not null, "The file of known answers is not here.");

        // Columns: id, topic, input, expected, tolerance, source, verification; no field holds a line break.
        var fields = File.ReadLines(path!).Select(FieldsOf).Single(line => line[0] == id);

        return (JsonElement.Parse(fields[2]), JsonElement.Parse(fields[3]));
    }

    private static string[] FieldsOf(string line) =>
        [.. Field().Matches(line).Select(field => field.Groups["plain"].Success
            ? field.Groups["plain"].Value
            : field.Groups["quoted"].Value.Replace("\"\"", "\"", StringComparison.Ordinal))];

    private static string? FindCases()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Composerp.sln")))
            {
                var path = Path.Combine(folder.FullName, "..", "shared", "data", "replenishment-cases.csv");

                return File.Exists(path) ? path : null;
            }
        }

        return null;
    }

    [GeneratedRegex("""(?<=^|,)(?:"(?<quoted>(?:[^"]|"")*)"|(?<plain>[^,"]*))(?=,|$)""")]
    private static partial Regex Field();
}
