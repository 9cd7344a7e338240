using Composerp.Bench.EndToEnd;
using Composerp.Bench.Support;
using Composerp.Samples.Runs;
using Composerp.Samples.Screen;

const double StartUpBarSeconds = 20;
const int HorizonDays = 28;

if (args is not ([] or ["--quick"]))
{
    await Console.Error.WriteLineAsync("usage: dotnet run -c Release --project bench/EndToEnd [-- --quick]");

    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

var effort = args is ["--quick"] ? Effort.Quick : Effort.Full;
using var place = new Place();
var display = Display.OfConsole();
var figures = new List<Figure>();

if (effort.IsFull)
{
    // The first start makes the databases; what a user waits for every day is the second.
    await display.StepAsync("First start, on empty data", async _ =>
    {
        await using var first = await AppHostProcess.StartAsync(place.Data, place.Print, stop.Token);
        figures.Add(Figure.Plain("first-start-up-seconds", first.StartUp.TotalSeconds, "s"));

        return $"{first.StartUp.TotalSeconds:F1} s until ready";
    });
}

await using (var app = await AppHostProcess.StartAsync(place.Data, place.Print, stop.Token))
{
    figures.Add(Figure.AtMost(effort.IsFull ? "start-up-seconds" : "first-start-up-seconds", app.StartUp.TotalSeconds, "s", StartUpBarSeconds));

    using var measured = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
    var memory = new Memory(app.Id);
    var watching = memory.WatchAsync(measured.Token);
    var scene = new Scene(effort.Days);
    await scene.SetAsync(app.Api.Ledger, stop.Token);

    await display.StepAsync($"Import of {scene.Rows.Length:N0} rows", async _ =>
    {
        figures.Add(await ImportSpeed.MeasureAsync(app.Api.Ledger, scene.Rows, memory.ConnectionString("inventorydb"), stop.Token));

        return $"{figures[^1].Value:N0} rows/s";
    });

    await display.StepAsync("Effects everywhere", async step =>
    {
        await scene.AwaitWorkedOffAsync(app.Api, step, stop.Token);
        figures.Add(Figure.Plain("import-worked-off-seconds", step.Elapsed.TotalSeconds, "s"));

        return "worked off";
    });

    await display.StepAsync($"{effort.Sales} sales, one by one", async _ => SalesInWords(
        await SaleLatency.MeasureAsync(app.Api, scene.Sku, effort.Sales, stop.Token)));

    await display.StepAsync("Forecast", async step =>
    {
        var run = await ForecastRuns.AwaitAsync(app.Api.Forecasting, scene.End, HorizonDays, "bench", step, stop.Token);
        var seconds = (run.CompletedAt - run.StartedAt)?.TotalSeconds ?? double.NaN;
        figures.Add(Figure.Plain("forecast-series-per-second", run.SeriesDone / seconds, "series/s"));

        return ForecastRuns.InWords(run);
    });

    if (effort.IsFull)
    {
        await display.StepAsync("Sales during an import", async _ => SalesInWords(await SaleLatency.MeasureDuringAsync(
            ImportSpeed.ImportAsync(app.Api.Ledger, "bench-again", scene.Rows, stop.Token), app.Api, scene.Sku, stop.Token)));
    }

    figures.AddRange(memory.Peaks());
    await measured.CancelAsync();
    await watching;
}

Report.Show(figures);
Console.WriteLine($"Written to {await Report.WriteAsync("endtoend", figures, stop.Token)}.");

return figures.All(figure => figure.Met != false) ? 0 : 1;

string SalesInWords(IReadOnlyList<Figure> quantiles)
{
    figures.AddRange(quantiles);

    return $"p50 {quantiles[0].Value:F3} s, p99 {quantiles[1].Value:F3} s";
}
