using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Composerp.Embedded.Processes;
using Composerp.Embedded.Running;
using Composerp.Tests.Support;

namespace Composerp.Embedded.Tests.Hosting;

/// <summary>The trial application in a process of its own, as `dotnet run` starts it.</summary>
internal sealed class AHost : IAsyncDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<string> _output = [];
    private readonly Uri _dashboard = new($"http://localhost:{Ports.TakeFree()}");
    private readonly SupervisedProcess _process;

    private AHost(string[] args)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "Composerp.Tests.Trial.AppHost.dll");
        _process = SupervisedProcess.Start(new ProcessSpec("dotnet", [assembly, .. args])
        {
            Environment = new Dictionary<string, string?> { ["ASPNETCORE_URLS"] = _dashboard.ToString(), ["DOTNET_ENVIRONMENT"] = "Development" },
            OnOutputLine = _output.Enqueue,
            OnErrorLine = _output.Enqueue,
        });
    }

    public string Output => string.Join('\n', _output);

    public Task<int> Completion => _process.Completion;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static AHost Start(params string[] args) => new(args);

    public static async Task<AHost> StartUpAsync(params string[] args)
    {
        var host = new AHost(args);
        await Eventually.HoldsAsync(
            () => host.Output.Contains("is up: dashboard", StringComparison.Ordinal) || host.Completion.IsCompleted, "the host is up", Token, _limit);
        Assert.Contains("is up: dashboard", host.Output, StringComparison.Ordinal);

        return host;
    }

    /// <summary>The processes of services and engines, as the dashboard lists them.</summary>
    public async Task<int[]> ProcessesAsync()
    {
        using var client = new HttpClient { BaseAddress = _dashboard };
        using var stream = new StreamReader(await client.GetStreamAsync(new Uri("/api/resources", UriKind.Relative), Token));
        var ids = new Dictionary<string, int>();

        while (ids.Count < 3)
        {
            if (await stream.ReadLineAsync(Token) is { Length: > 0 } line)
            {
                var resource = JsonDocument.Parse(line["data: ".Length..]).RootElement;
                var name = resource.GetProperty("name").GetString() ?? "";

                if (name is "service" or "back-end" or "postgres" && resource.GetProperty("processId").ValueKind == JsonValueKind.Number)
                {
                    ids[name] = resource.GetProperty("processId").GetInt32();
                }
            }
        }

        return [.. ids.Values];
    }

    public async Task<string> EnvironmentOfServiceAsync(string name)
    {
        using var client = new HttpClient();
        var all = await client.GetFromJsonAsync<Dictionary<string, string>>(new Uri("http://localhost:15971/environment"), Token) ?? [];

        return all[name];
    }

    /// <summary>kill -9 of the host alone.</summary>
    public async Task KillAsync()
    {
        using var process = Process.GetProcessById(_process.Id);
        process.Kill();
        await Completion;
    }

    public Task AskToStopAsync() => _process.StopAsync(_limit);

    public async ValueTask DisposeAsync() => await _process.DisposeAsync();
}
