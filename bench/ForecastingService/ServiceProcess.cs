using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Composerp.Bench.Support;

namespace Composerp.Bench.ForecastingService;

/// <summary>The service as it runs in a container: a process of its own, with its own memory.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan _startLimit = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly HttpClient _http;

    private ServiceProcess(Process process, int port)
    {
        _process = process;
        _http = new() { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(10) };
    }

    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();

            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The most memory that it held at a time.</summary>
    public double PeakMebibytes => double.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024;

    public static async Task MigrateAsync(string database, CancellationToken token)
    {
        using var process = Start(database, 0, "migrate");
        await process.WaitForExitAsync(token);

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException("The migrations failed.");
        }
    }

    public static async Task<ServiceProcess> StartAsync(string database, CancellationToken token)
    {
        var port = FreePort();
        var service = new ServiceProcess(Start(database, port), port);
        var started = Stopwatch.GetTimestamp();

        while (!await service.IsReadyAsync(token))
        {
            if (service._process.HasExited || Stopwatch.GetElapsedTime(started) > _startLimit)
            {
                throw new InvalidOperationException("The service does not start.");
            }

            await Task.Delay(50, token);
        }

        return service;
    }

    /// <summary>Runs to the end: from the request until the run is completed.</summary>
    public async Task<(string Id, TimeSpan Took)> RunAsync(object request, int series, CancellationToken token)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await _http.PostAsJsonAsync("/v1/forecast-runs", request, token);
        answer.EnsureSuccessStatusCode();
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>(token)).GetProperty("id").GetString() ?? "";

        while (true)
        {
            var run = await _http.GetFromJsonAsync<JsonElement>($"/v1/forecast-runs/{id}", token);

            if (run.GetProperty("status").GetString() is "completed" && run.GetProperty("seriesDone").GetInt32() == series && run.GetProperty("seriesFailed").GetInt32() == 0)
            {
                return (id, Stopwatch.GetElapsedTime(started));
            }

            if (run.GetProperty("status").GetString() is not ("queued" or "running"))
            {
                throw new InvalidOperationException($"The run ended as {run}.");
            }

            await Task.Delay(100, token);
        }
    }

    /// <summary>Reads an answer to its end.</summary>
    /// <returns>Its bytes.</returns>
    public async Task<long> ReadAsync(string path, CancellationToken token)
    {
        using var answer = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, token);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(token);
        var buffer = new byte[128 * 1024];
        long bytes = 0;

        while (await body.ReadAsync(buffer, token) is > 0 and var read)
        {
            bytes += read;
        }

        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Start(string database, int port, params string[] arguments)
    {
        var dll = Path.Combine(Repository.Root, "artifacts", "bin", "Composerp.Forecasting", Configuration(), "Composerp.Forecasting.dll");
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ConnectionStrings__forecastdb"] = database;
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Logging__LogLevel__Composerp.ServiceDefaults"] = "None";
        start.Environment["ForecastRuns__DailyAt"] = "";

        // What it may use in a container with the limit of 512 MiB.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x16000000";
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // The service is built as this program is.
    private static string Configuration() => AppContext.BaseDirectory.Contains("release", StringComparison.OrdinalIgnoreCase) ? "release" : "debug";

    private async Task<bool> IsReadyAsync(CancellationToken token)
    {
        try
        {
            using var response = await _http.GetAsync("/ready", token);

            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
