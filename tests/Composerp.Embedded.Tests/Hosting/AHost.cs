using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using Composerp.Embedded.Processes;
using Composerp.Tests.Support;

namespace Composerp.Embedded.Tests.Hosting;

/// <summary>The trial application in a process of its own.</summary>
internal sealed class AHost : IAsyncDisposable
{
    // Four processes of .NET start one after another, perhaps on a machine that is busy with other tests.
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

    private readonly ConcurrentQueue<string> _output = [];
    private readonly APlace _place;
    private readonly SupervisedProcess _process;
    private IReadOnlyList<AProcess> _family = [];

    private AHost(APlace place, int dashboardPort, StopSignal stopSignal, Func<string[], string[]> command)
    {
        _place = place;
        DashboardPort = dashboardPort;
        var words = command([.. place.Arguments, $"ASPNETCORE_URLS=http://localhost:{dashboardPort}"]);
        _process = SupervisedProcess.Start(new ProcessSpec(words[0], words[1..])
        {
            // A profile of its own would make it believe that `dotnet run` has started it.
            Environment = new Dictionary<string, string?> { ["DOTNET_ENVIRONMENT"] = "Development", ["DOTNET_LAUNCH_PROFILE"] = null },
            StopSignal = stopSignal,
            OnOutputLine = _output.Enqueue,
            OnErrorLine = _output.Enqueue,
        });
    }

    public int DashboardPort { get; }

    public int Id => _process.Id;

    public string Output => string.Join('\n', _output);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Started as such, so that only signals end it.</summary>
    public static AHost Start(APlace place, int? dashboardPort = null, StopSignal stopSignal = StopSignal.Terminate) => new(
        place, dashboardPort ?? Ports.TakeFree(), stopSignal,
        arguments => ["dotnet", Path.Combine(AppContext.BaseDirectory, "Composerp.Tests.Trial.AppHost.dll"), .. arguments]);

    public static Task<AHost> StartUpAsync(APlace place, StopSignal stopSignal = StopSignal.Terminate) => UpAsync(Start(place, stopSignal: stopSignal));

    /// <summary>Started by `dotnet run`, whose process id it tells. What leads the group lives on without it, and ends nothing.</summary>
    public static async Task<(AHost Host, int DotnetRun)> StartUpWithDotnetRunAsync(APlace place)
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var project = Path.Combine(SharedData.RepositoryRoot(), "tests", "Trial", "AppHost");
        var host = await UpAsync(new(place, Ports.TakeFree(), StopSignal.Terminate, arguments =>
        [
            "/bin/sh", "-c", "\"$@\" & echo \"started by $!\"; wait; exec sleep 300", "sh",
            "dotnet", "run", "--no-build", "--configuration", configuration, "--project", project, "--", .. arguments,
        ]));
        var told = host._output.First(line => line.StartsWith("started by ", StringComparison.Ordinal));

        return (host, int.Parse(told["started by ".Length..], CultureInfo.InvariantCulture));
    }

    /// <summary>Waits until it prints this, and fails if it ends without.</summary>
    public async Task SaysAsync(string text)
    {
        try
        {
            await Eventually.HoldsAsync(
                () => _process.Completion.IsCompleted || Output.Contains(text, StringComparison.Ordinal), $"the host says '{text}'", Token, _limit);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message} It says:\n{Output}", late);
        }

        Assert.Contains(text, Output, StringComparison.Ordinal);
    }

    /// <summary>The process and all that it has started.</summary>
    public async Task<IReadOnlyList<AProcess>> FamilyAsync() => _family = await AProcess.FamilyAsync(Id);

    public async Task<string> EnvironmentOfServiceAsync(string name)
    {
        using var client = new HttpClient();
        var all = await client.GetFromJsonAsync<Dictionary<string, string>>(ServiceAddress("/environment"), Token) ?? [];

        return all[name];
    }

    /// <summary>From now on the service ignores that it is asked to stop.</summary>
    public async Task HoldServiceAsync()
    {
        using var client = new HttpClient();
        using var answer = await client.PostAsync(ServiceAddress("/stay"), null, Token);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>kill -9 of the host alone.</summary>
    public async Task KillAsync()
    {
        AProcess.Kill(Id);
        await EndsAsync();
    }

    /// <summary>Sends the signal.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> AskToStopAsync()
    {
        await _process.StopAsync(_limit);

        return await EndsAsync();
    }

    /// <returns>The exit code, once it has ended.</returns>
    public Task<int> EndsAsync() => _process.Completion.WaitAsync(_limit, Token);

    /// <summary>Leaves nothing, whatever the test has come to: the next host may want the same data.</summary>
    public async ValueTask DisposeAsync()
    {
        IReadOnlyList<AProcess> family = [.. _family, .. await AProcess.FamilyAsync(Id)];
        await _process.DisposeAsync();
        await AProcess.CleanUpAsync(family);
    }

    private static async Task<AHost> UpAsync(AHost host)
    {
        try
        {
            await host.SaysAsync("is up: dashboard");

            return host;
        }
        catch
        {
            await host.DisposeAsync();

            throw;
        }
    }

    private Uri ServiceAddress(string path) => new($"http://localhost:{_place.Port}{path}");
}
