using System.Diagnostics;
using Composerp.Bench.ForecastingService;
using Composerp.Bench.Support;
using Composerp.Embedded.Postgres;
using Npgsql;

const double SecondsBar = 180;
const double MemoryBarMebibytes = 512;

if (args is not ([] or ["--quick"]))
{
    await Console.Error.WriteLineAsync("usage: dotnet run -c Release --project bench/ForecastingService [-- --quick]");

    return 2;
}

if (DemandScene.FindSales() is not { } sales)
{
    Console.WriteLine("The sales that this measures with are not there.");

    return 0;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

var token = stop.Token;
var effort = args is [] ? Effort.Full : Effort.Quick;
var figures = new List<Figure>();
var folder = PostgresServer.NewTemporaryDirectory();
var server = await PostgresServer.StartAsync(
    new() { DataDirectory = folder, Temporary = false, Password = "bench", Settings = new Dictionary<string, string> { ["max_wal_size"] = "4GB" } },
    token);

await using (server)
{
    Console.WriteLine($"{effort.Series:N0} series x 180 days, horizon of 28; {Environment.ProcessorCount} cores shared by server and service.");

    // A tenth first, in a process of its own: what memory grows with shows against it.
    var tenth = await MeasureAsync("tenth", effort.Series / 10, isTenth: true);
    var whole = await MeasureAsync("whole", effort.Series, isTenth: false);
    Add(Figure.Against("service-peak-memory-to-a-tenth", whole, "MiB", tenth));
}

Directory.Delete(folder, recursive: true);
Report.Show(figures);
Console.WriteLine($"\nWritten to {await Report.WriteAsync("forecasting-service", figures, token)}");

return effort.IsFull && figures.Any(figure => figure.Met == false) ? 1 : 0;

async Task<double> MeasureAsync(string name, int series, bool isTenth)
{
    await using (var connection = new NpgsqlConnection(server.ConnectionString("postgres")))
    {
        await connection.OpenAsync(token);
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync(token);
    }

    var database = server.ConnectionString(name);
    await ForecastingProcess.MigrateAsync(database, token);
    await DemandScene.SetAsync(database, sales, series, token);
    await using var service = await ForecastingProcess.StartAsync(database, token);
    var cpu = service.Cpu;
    var (run, took) = await service.RunAsync(new { }, series, token);

    if (!isTenth)
    {
        Add(effort.IsFull
            ? Figure.AtMost("service-30490-seconds", took.TotalSeconds, "s", SecondsBar)
            : Figure.Plain("service-quick-seconds", took.TotalSeconds, "s"));
        Add(Figure.Plain("service-series-per-second", series / took.TotalSeconds, "series/s"));

        // Tells the work apart from what else the machine had to do.
        Add(Figure.Plain("service-cpu-ms-per-series", (service.Cpu - cpu).TotalMilliseconds / series, "ms"));

        foreach (var format in new[] { "ndjson", "csv", "parquet" })
        {
            var started = Stopwatch.GetTimestamp();
            var bytes = await service.ReadAsync($"/v1/forecast-runs/{run}/export?format={format}", token);
            Add(Figure.Plain($"export-{format}-seconds", Stopwatch.GetElapsedTime(started).TotalSeconds, "s"));
            Add(Figure.Plain($"export-{format}-bytes-per-series", (double)bytes / series, "bytes"));
        }

        await DemandScene.SellAsync(database, token);
        Add(Figure.Plain("incremental-seconds", (await service.RunAsync(new { scope = "incremental" }, series, token)).Took.TotalSeconds, "s"));
        Add(Figure.AtMost("service-peak-memory", service.PeakMebibytes, "MiB", MemoryBarMebibytes));
    }
    else
    {
        foreach (var format in new[] { "ndjson", "csv", "parquet" })
        {
            await service.ReadAsync($"/v1/forecast-runs/{run}/export?format={format}", token);
        }
    }

    return service.PeakMebibytes;
}

void Add(Figure figure)
{
    figures.Add(figure);
    Console.WriteLine($"  {figure.Name}: {figure.Value:#,0.##} {figure.Unit}");
}
