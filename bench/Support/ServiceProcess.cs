using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Composerp.Bench.Support;

/// <summary>A service as it runs in a container: a process of its own, with its own memory and cores.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan _startLimit = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private ServiceProcess(Process process, int port)
    {
        _process = process;
        Http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(10) };
    }

    public HttpClient Http { get; }

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

    /// <param name="project">Such as Composerp.InventoryLedger.</param>
    public static async Task MigrateAsync(string project, IReadOnlyDictionary<string, string?> environment, CancellationToken token)
    {
        using var process = Start(project, environment, 0, "migrate");
        await process.WaitForExitAsync(token);

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The migrations of {project} failed.");
        }
    }

    /// <summary>Starts it, and waits until it is ready.</summary>
    public static async Task<ServiceProcess> StartAsync(string project, IReadOnlyDictionary<string, string?> environment, CancellationToken token)
    {
        var port = FreePort();
        var service = new ServiceProcess(Start(project, environment, port), port);
        var started = Stopwatch.GetTimestamp();

        while (!await service.IsReadyAsync(token))
        {
            if (service._process.HasExited || Stopwatch.GetElapsedTime(started) > _startLimit)
            {
                throw new InvalidOperationException($"{project} does not start.");
            }

            await Task.Delay(50, token);
        }

        return service;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Start(string project, IReadOnlyDictionary<string, string?> environment, int port, params string[] arguments)
    {
        var dll = Path.Combine(Repository.Root, "artifacts", "bin", project, Configuration(), $"{project}.dll");
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["Logging__LogLevel__Default"] = "Warning";

        // What it may use in a container with the limit of 512 MiB.
        start.Environment["DOTNET_GCHeapHardLimitPercent"] = null;
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x16000000";

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

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
            using var response = await Http.GetAsync("/ready", token);

            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
