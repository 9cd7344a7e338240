using System.Globalization;
using Composerp.Bench.Replenishment;
using Composerp.Bench.Support;
using Composerp.Replenishment.Tests.KnownAnswers;

if (args is not ([] or ["--quick"] or ["--plan"] or ["--quick", "--plan"]))
{
    await Console.Error.WriteLineAsync("usage: dotnet run -c Release --project bench/Replenishment [-- [--quick] [--plan]]");

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

foreach (var figure in await new PlanSpeed(isQuick ? 20_000 : 1_000_000, !isQuick).MeasureAsync(stop.Token))
{
    Add(figure);
}

// Nothing but the plan, which takes as long as all the rest.
if (args is [.., "--plan"])
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

void Add(Figure figure)
{
    figures.Add(figure);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {figure.Name}: {figure.Value:#,0.####} {figure.Unit}"));
}
