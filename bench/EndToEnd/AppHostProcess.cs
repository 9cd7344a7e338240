using System.Diagnostics;
using Composerp.Bench.Support;
using Composerp.Samples.Api;

namespace Composerp.Bench.EndToEnd;

/// <summary>The application as a user runs it: the built AppHost in a process of its own, on the ports of dotnet run.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan _readyLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(40);

    private readonly Process _process;
    private readonly StreamWriter _log;

    private AppHostProcess(Process process, StreamWriter log)
    {
        _process = process;
        _log = log;
        Api = ComposerpApi.FromEnvironment(_ => null);
    }

    public ComposerpApi Api { get; }

    public int Id => _process.Id;

    /// <summary>From the start of the process until every service can serve.</summary>
    public TimeSpan StartUp { get; private init; }

    /// <param name="data">Where data is kept between runs.</param>
    /// <param name="log">What the AppHost prints.</param>
    public static async Task<AppHostProcess> StartAsync(string data, string log, CancellationToken token)
    {
        var output = new StreamWriter(log, append: true) { AutoFlush = true };
        var started = Stopwatch.GetTimestamp();
        var process = Start(data, output);

        try
        {
            using var api = ComposerpApi.FromEnvironment(_ => null);
            await api.WaitUntilReadyAsync(_readyLimit, token);

            return new AppHostProcess(process, output) { StartUp = Stopwatch.GetElapsedTime(started) };
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);

            throw new TimeoutException($"The application did not become ready within {_readyLimit}; see {log}.");
        }
    }

    /// <summary>Stops as Ctrl-C does.</summary>
    public async ValueTask DisposeAsync()
    {
        Api.Dispose();

        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();

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
        await _log.DisposeAsync();
    }

    private static Process Start(string data, StreamWriter output)
    {
        var start = new ProcessStartInfo("dotnet", [AssemblyPath()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.Combine(Repository.Root, "Composerp.AppHost"),
        };

        start.Environment["XDG_DATA_HOME"] = data;
        start.Environment["ASPNETCORE_URLS"] = "http://localhost:18888";

        var gate = new Lock();
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
        process.OutputDataReceived += (_, line) => Write(line.Data);
        process.ErrorDataReceived += (_, line) => Write(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        return process;

        void Write(string? line)
        {
            lock (gate)
            {
                output.WriteLine(line);
            }
        }
    }

    // Beside this program: artifacts/bin/EndToEnd/release and artifacts/bin/Composerp.AppHost/release.
    private static string AssemblyPath()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Name;

        return Path.Combine(Repository.Root, "artifacts", "bin", "Composerp.AppHost", configuration, "Composerp.AppHost.dll");
    }
}
