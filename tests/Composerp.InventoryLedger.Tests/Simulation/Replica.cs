using System.Collections.Concurrent;
using Composerp.Embedded.Processes;
using Composerp.InventoryLedger.Domain;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Simulation;

/// <summary>A process of the real service that can be killed and started again, each time at another address.</summary>
internal sealed class Replica(string connectionString, string kafka) : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    // What was said last, to explain a failure.
    private const int LinesMax = 200;

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(3) };
    private SupervisedProcess? _process;
    private volatile TaskCompletionSource<Uri> _address = NewAddress();

    public ConcurrentQueue<string> Log { get; } = new();

    public static async Task MigrateAsync(string connectionString)
    {
        var log = new ConcurrentQueue<string>();
        await using var process = Start(connectionString, "", log.Enqueue, "migrate");
        Assert.True(await process.Completion == 0, string.Join('\n', log));
    }

    /// <returns>When it can serve.</returns>
    public async Task StartAsync(CancellationToken token)
    {
        _process = Start(connectionString, kafka, Hear);
        await ReadyAsync(token);
    }

    /// <summary>Waits until the service says that it can serve.</summary>
    public Task ReadyAsync(CancellationToken token) => Eventually.HoldsAsync(
        async limit =>
        {
            try
            {
                using var answer = await _http.GetAsync(new Uri(await _address.Task.WaitAsync(limit), "/ready"), limit);

                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        "the service is ready",
        token,
        TimeSpan.FromMinutes(2));

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _address = NewAddress();

        if (_process is not null)
        {
            _process.Kill();
            await _process.DisposeAsync();
        }
    }

    /// <summary>Ends as it is asked to: what is in flight is finished.</summary>
    public async Task StopAsync()
    {
        _address = NewAddress();

        if (_process is not null)
        {
            await _process.StopAsync(TimeSpan.FromSeconds(60));
            await _process.DisposeAsync();
        }
    }

    /// <exception cref="HttpRequestException">It was not reached, or the connection broke.</exception>
    public async Task<(int Status, string Text)> SendAsync(HttpMethod method, string path, string? json, CancellationToken token)
    {
        using var request = new HttpRequestMessage(method, new Uri(await _address.Task.WaitAsync(token), path));
        request.Content = json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, token);

        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(token));
    }

    /// <summary>Posts movements, or corrects a cost.</summary>
    /// <exception cref="HttpRequestException">It was not reached, or the connection broke.</exception>
    public Task<(int Status, string Text)> SendAsync(IReadOnlyList<Movement> movements, CancellationToken token)
    {
        var path = movements[0].Kind == MovementKind.CostCorrection ? "/v1/cost-corrections" : "/v1/movements";
        var body = string.Join(',', movements.Select(Telling.Json));

        return SendAsync(HttpMethod.Post, path, movements.Count == 1 ? body : $"[{body}]", token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _http.Dispose();
    }

    private static TaskCompletionSource<Uri> NewAddress() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static SupervisedProcess Start(string connectionString, string kafka, Action<string> onLine, params string[] arguments) =>
        SupervisedProcess.Start(new ProcessSpec("dotnet", [Path.Combine(AppContext.BaseDirectory, "Composerp.InventoryLedger.dll"), .. arguments])
        {
            Environment = new Dictionary<string, string?>
            {
                ["ConnectionStrings__inventorydb"] = connectionString,
                ["ConnectionStrings__kafka"] = kafka.Length == 0 ? null : kafka,
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["DOTNET_ENVIRONMENT"] = "Production",
            },
            OnOutputLine = onLine,
            OnErrorLine = onLine,
        });

    private void Hear(string line)
    {
        Log.Enqueue(line);

        if (Log.Count > LinesMax)
        {
            Log.TryDequeue(out _);
        }

        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
        {
            _address.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
        }
    }
}
