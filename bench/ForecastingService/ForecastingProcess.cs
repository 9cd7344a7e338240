using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Composerp.Bench.Support;

namespace Composerp.Bench.ForecastingService;

/// <summary>The forecasting service, and what it is asked for.</summary>
internal sealed class ForecastingProcess(ServiceProcess service) : IAsyncDisposable
{
    private const string Project = "Composerp.Forecasting";

    public TimeSpan Cpu => service.Cpu;

    public double PeakMebibytes => service.PeakMebibytes;

    public static Task MigrateAsync(string database, CancellationToken token) =>
        ServiceProcess.MigrateAsync(Project, Environment(database), token);

    public static async Task<ForecastingProcess> StartAsync(string database, CancellationToken token) =>
        new(await ServiceProcess.StartAsync(Project, Environment(database), token));

    /// <summary>Runs to the end: from the request until the run is completed.</summary>
    public async Task<(string Id, TimeSpan Took)> RunAsync(object request, int series, CancellationToken token)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await service.Http.PostAsJsonAsync("/v1/forecast-runs", request, token);
        answer.EnsureSuccessStatusCode();
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>(token)).GetProperty("id").GetString() ?? "";

        while (true)
        {
            var run = await service.Http.GetFromJsonAsync<JsonElement>($"/v1/forecast-runs/{id}", token);

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
        using var answer = await service.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, token);
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

    public ValueTask DisposeAsync() => service.DisposeAsync();

    private static Dictionary<string, string?> Environment(string database) => new()
    {
        ["ConnectionStrings__forecastdb"] = database,
        ["Logging__LogLevel__Composerp.ServiceDefaults"] = "None",
        ["ForecastRuns__DailyAt"] = "",
    };
}
