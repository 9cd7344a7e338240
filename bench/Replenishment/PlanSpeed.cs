using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Composerp.Bench.Support;

namespace Composerp.Bench.Replenishment;

/// <summary>How long a plan takes, from the database to stored proposals, by the service as a process of its own.</summary>
internal sealed class PlanSpeed(int itemLocations)
{
    public const int Quick = 20_000;
    public const int Full = 1_000_000;

    private const double SecondsBar = 300;
    private const double NetChangeSecondsBar = 15;
    private const double MebibytesBar = 4_096;

    public async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken token)
    {
        await using var bench = await BenchDatabase.StartAsync(token);

        return await MeasureAsync(bench, token);
    }

    private async Task<IReadOnlyList<Figure>> MeasureAsync(BenchDatabase bench, CancellationToken token)
    {
        var database = bench.ConnectionString;
        var isFull = itemLocations == Full;

        using (var migrate = Start(database, 0, "migrate"))
        {
            await migrate.WaitForExitAsync(token);
        }

        await PlanScene.SetAsync(database, itemLocations, token);
        var port = FreePort();
        using var service = Start(database, port);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = Timeout.InfiniteTimeSpan };

        try
        {
            await ReadyAsync(http, token);
            var (cpu, databaseCpu) = CpuOf(service, bench);
            var (first, full) = await PlanAsync(http, "full", token);
            var (cpuAfter, databaseCpuAfter) = CpuOf(service, bench);
            Console.WriteLine($"  {first.GetProperty("proposals")} proposed, {first.GetProperty("skippedCount")} skipped of {itemLocations}.");
            var (again, same) = await PlanAsync(http, "full", token);
            var (cpuAgain, databaseCpuAgain) = CpuOf(service, bench);
            await PlanScene.SellAsync(database, token);
            var (net, changed) = await PlanAsync(http, "net-change", token);
            Console.WriteLine($"  {net.GetProperty("itemLocations")} looked at again.");
            var explained = await ExplainAsync(http, token);
            var name = isFull ? "plan-1m" : itemLocations == Quick ? "plan-quick" : string.Create(CultureInfo.InvariantCulture, $"plan-{itemLocations / 1_000}k");
            service.Refresh();

            return
            [
                isFull ? Figure.AtMost($"{name}-seconds", full, "s", SecondsBar) : Figure.Plain($"{name}-seconds", full, "s"),
                // Tells the work apart from what else the machine had to do.
                Figure.Plain($"{name}-cpu-per-item-location", PerItemLocation(cpuAfter - cpu), "us"),
                Figure.Plain($"{name}-database-cpu-per-item-location", PerItemLocation(databaseCpuAfter - databaseCpu), "us"),
                Figure.Plain($"{name}-again-seconds", same, "s"),
                Figure.Plain($"{name}-again-cpu-per-item-location", PerItemLocation(cpuAgain - cpuAfter), "us"),
                Figure.Plain($"{name}-again-database-cpu-per-item-location", PerItemLocation(databaseCpuAgain - databaseCpuAfter), "us"),
                Figure.Plain($"{name}-proposed-again", again.GetProperty("proposals").GetInt32(), "proposals"),
                isFull ? Figure.AtMost($"{name}-net-change-seconds", changed, "s", NetChangeSecondsBar) : Figure.Plain($"{name}-net-change-seconds", changed, "s"),
                Figure.AtMost($"{name}-peak-memory", PeakMebibytes(service), "MiB", MebibytesBar),
                Figure.Plain("explanation-ms", explained, "ms"),
            ];
        }
        finally
        {
            service.Kill();
            await service.WaitForExitAsync(CancellationToken.None);
        }
    }

    private double PerItemLocation(TimeSpan cpu) => cpu.TotalMicroseconds / itemLocations;

    private static (TimeSpan Service, TimeSpan Database) CpuOf(Process service, BenchDatabase bench)
    {
        service.Refresh();

        return (service.TotalProcessorTime, bench.Cpu);
    }

    private static async Task<(JsonElement Run, double Seconds)> PlanAsync(HttpClient http, string scope, CancellationToken token)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await http.PostAsJsonAsync("/v1/planning-runs", new { actor = "bench", scope }, token);
        var run = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(token);

        return (run, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static async Task<double> ExplainAsync(HttpClient http, CancellationToken token)
    {
        const int Count = 20;
        var page = await http.GetFromJsonAsync<JsonElement>($"/v1/proposals?status=proposed&limit={Count}", token);
        var started = Stopwatch.GetTimestamp();

        foreach (var proposal in page.GetProperty("items").EnumerateArray())
        {
            await http.GetStringAsync($"/v1/proposals/{proposal.GetProperty("id").GetString()}/explanation", token);
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / Count;
    }

    private static async Task ReadyAsync(HttpClient http, CancellationToken token)
    {
        for (var tries = 0; tries < 1_200; tries++)
        {
            try
            {
                using var answer = await http.GetAsync("/ready", token);

                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(50, token);
        }

        throw new InvalidOperationException("The service does not start.");
    }

    private static double PeakMebibytes(Process service) => double.Parse(
        File.ReadLines($"/proc/{service.Id}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024;

    private static Process Start(string database, int port, params string[] arguments)
    {
        // The service is built as this program is.
        var build = AppContext.BaseDirectory.Contains("release", StringComparison.OrdinalIgnoreCase) ? "release" : "debug";
        var dll = Path.Combine(Repository.Root, "artifacts", "bin", "Composerp.Replenishment", build, "Composerp.Replenishment.dll");
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments]) { RedirectStandardOutput = true };
        start.Environment["ConnectionStrings__replenishmentdb"] = database;
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["Logging__LogLevel__Default"] = "None";
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start.");
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();

        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();

        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
