using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Composerp.Samples.Api;

namespace Composerp.Bench.EndToEnd;

/// <summary>The application as a user runs it: the built AppHost in a process of its own, here with data and ports of its own.</summary>
internal sealed partial class AppHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan _readyLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(40);

    private static readonly string[] _services = ["inventory-ledger", "forecasting", "replenishment"];

    // The same for every start on the same data; the user's secrets stay as they are.
    private static readonly string _password = $"{Guid.CreateVersion7():N}";

    private readonly ConcurrentDictionary<string, Uri> _addresses = [];
    private readonly TaskCompletionSource _addressesKnown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<string> _print;
    private readonly Process _process;

    private AppHostProcess(string data, Action<string> print)
    {
        _print = print;
        _process = Process.Start(StartInfo(data)) ?? throw new InvalidOperationException("dotnet could not be started.");
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public ComposerpApi Api
    {
        get => field ?? throw new InvalidOperationException("The application is not ready yet.");
        private set;
    }

    public int Id => _process.Id;

    /// <summary>From the start of the process until every service can serve.</summary>
    public TimeSpan StartUp { get; private set; }

    /// <param name="data">Where data are kept between runs; the user that PostgreSQL runs as must be able to enter it.</param>
    /// <param name="print">Called for each line that the AppHost prints, one call at a time.</param>
    /// <exception cref="TimeoutException">It did not become ready.</exception>
    public static async Task<AppHostProcess> StartAsync(string data, Action<string> print, CancellationToken token)
    {
        var started = Stopwatch.GetTimestamp();
        var host = new AppHostProcess(data, print);

        try
        {
            await host.AwaitReadyAsync(token);
            host.StartUp = Stopwatch.GetElapsedTime(started);

            return host;
        }
        catch
        {
            await host.DisposeAsync();

            throw;
        }
    }

    /// <summary>kill -9 of the AppHost alone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Stops as Ctrl-C does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync();
        }

        using var limit = new CancellationTokenSource(_stopLimit);

        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task AwaitReadyAsync(CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(_readyLimit);

        try
        {
            await _addressesKnown.Task.WaitAsync(limit.Token);
            Api = ComposerpApi.FromEnvironment(variable => _addresses[variable.Split("__")[1]].ToString());
            await Api.WaitUntilReadyAsync(_readyLimit, limit.Token);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new TimeoutException($"The application did not become ready within {_readyLimit}: see what the AppHost printed.");
        }
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_addresses)
        {
            _print(line);
        }

        if (Running().Match(line) is { Success: true } found)
        {
            _addresses[found.Groups[1].Value] = new Uri(found.Groups[2].Value);

            if (_services.All(_addresses.ContainsKey))
            {
                _addressesKnown.TrySetResult();
            }
        }
    }

    private static ProcessStartInfo StartInfo(string data)
    {
        var start = new ProcessStartInfo("dotnet", [AssemblyPath()]) { RedirectStandardOutput = true, RedirectStandardError = true };

        // As dotnet run does: so the application ends too when this process is killed.
        start.Environment["DOTNET_LAUNCH_PROFILE"] = "http";
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = $"http://localhost:{FreePort()}";

        start.Environment["COMPOSERP_DATA"] = data;
        start.Environment["DcpPublisher__RandomizePorts"] = "true";
        start.Environment["Parameters__postgres_password"] = _password;

        return start;
    }

    // Beside this program: artifacts/bin/EndToEnd/release and artifacts/bin/Composerp.AppHost/release.
    private static string AssemblyPath()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

        return Path.GetFullPath(Path.Combine(here.FullName, "..", "..", "Composerp.AppHost", here.Name, "Composerp.AppHost.dll"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"([\w-]+): Running on (http://\S+)")]
    private static partial Regex Running();
}
