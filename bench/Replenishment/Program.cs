using System.Globalization;
using Composerp.Bench.Replenishment;
using Composerp.Bench.Support;
using Composerp.Replenishment.Tests.KnownAnswers;

string[] alone = ["--plan", "--violations", "--lists"];

// How many item-locations, where it is neither the quick nor the full number.
var planned = args is [.., "--plan", var count] && int.TryParse(count, CultureInfo.InvariantCulture, out var asked)
    ? asked
    : args is ["--quick", ..] ? PlanSpeed.Quick : PlanSpeed.Full;
args = args is [.. var before, "--plan", _] && planned is not (PlanSpeed.Quick or PlanSpeed.Full) ? [.. before, "--plan"] : args;

if (args is not ([] or ["--quick"] or [_] or ["--quick", _]) || (args is [.., var last] && last != "--quick" && !alone.Contains(last)))
{
    await Console.Error.WriteLineAsync($"usage: dotnet run -c Release --project bench/Replenishment [-- [--quick] [--plan [item-locations] | --violations | --lists]]");

    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

var isQuick = args is ["--quick", ..];
var figures = new List<Figure>();

// One of those that take longest may be measured alone.
if (IsAsked("--plan"))
{
    foreach (var figure in await new PlanSpeed(planned).MeasureAsync(stop.Token))
    {
        Add(figure);
    }
}

if (IsAsked("--violations"))
{
    var violations = isQuick ? new Violations(inMemory: 3_000, locations: 4, rounds: 2) : new Violations(inMemory: 99_000, locations: 40, rounds: 30);

    foreach (var figure in await violations.MeasureAsync(stop.Token))
    {
        Add(figure);
    }
}

if (IsAsked("--lists"))
{
    foreach (var figure in await new ListSpeed(isQuick ? 10 : 500).MeasureAsync(stop.Token))
    {
        Add(figure);
    }
}

if (args is [.., var only] && alone.Contains(only))
{
    return figures.All(figure => figure.Met != false) ? 0 : 1;
}

if (KnownCase.FindAll() is { } cases)
{
    var differences = cases.Select(one => KnownAnswer.Differences(one).ToList()).Where(found => found.Count > 0).ToList();
    differences.ForEach(found => Console.WriteLine($"  {string.Join(' ', found)}"));
    Add(Figure.Plain("known-answers", cases.Count, "cases"));
    Add(Figure.AtMost("known-answers-failed", differences.Count, "cases", 0));
}
else
{
    Console.WriteLine("  skipped: the file of known answers is not beside the repository.");
}

foreach (var figure in new FillRateHits(items: 30, days: isQuick ? 1_500 : 4_015).Measure())
{
    Add(figure);
}

foreach (var figure in Speeds.Measure(isQuick ? 1_000 : 20_000))
{
    Add(figure);
}

if (StockSaving.Find() is { } sales)
{
    foreach (var figure in new StockSaving(sales, every: isQuick ? 12 : 1).Measure())
    {
        Add(figure);
    }
}
else
{
    Console.WriteLine("  skipped: the M5 sales are not beside the repository.");
}

Report.Show(figures);
Console.WriteLine($"Written to {await Report.WriteAsync("replenishment", figures, stop.Token)}.");

return figures.All(figure => figure.Met != false) ? 0 : 1;

bool IsAsked(string part) => args is not [.., var one] || one == "--quick" || one == part;

void Add(Figure figure)
{
    figures.Add(figure);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {figure.Name}: {figure.Value:#,0.####} {figure.Unit}"));
}
