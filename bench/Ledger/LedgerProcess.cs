using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Composerp.Bench.Support;

namespace Composerp.Bench.Ledger;

/// <summary>The service as it runs in a container: a process of its own, with its own memory and cores.</summary>
internal sealed class LedgerProcess : IAsyncDisposable
{
    private static readonly TimeSpan _startLimit = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private LedgerProcess(Process process, int port)
    {
        _process = process;
        Http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(5) };
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

    public static async Task MigrateAsync(string database, CancellationToken token)
    {
        using var process = Start(database, null, 0, "migrate");
        await process.WaitForExitAsync(token);

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException("The migrations failed.");
        }
    }

    public static async Task<LedgerProcess> StartAsync(string database, string? brokers, CancellationToken token)
    {
        var port = FreePort();
        var ledger = new LedgerProcess(Start(database, brokers, port), port);
        var started = Stopwatch.GetTimestamp();

        while (!await ledger.IsReadyAsync(token))
        {
            if (ledger._process.HasExited || Stopwatch.GetElapsedTime(started) > _startLimit)
            {
                throw new InvalidOperationException("The ledger does not start.");
            }

            await Task.Delay(50, token);
        }

        return ledger;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Start(string database, string? brokers, int port, params string[] arguments)
    {
        var dll = Path.Combine(Repository.Root, "artifacts", "bin", "Composerp.InventoryLedger", Configuration(), "Composerp.InventoryLedger.dll");
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ConnectionStrings__inventorydb"] = database;
        start.Environment["ConnectionStrings__kafka"] = brokers;
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["Logging__LogLevel__Default"] = "Warning";

        // What it may use in a container with the limit of 512 MiB.
        start.Environment["DOTNET_GCHeapHardLimitPercent"] = null;
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
            using var response = await Http.GetAsync("/ready", token);

            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
