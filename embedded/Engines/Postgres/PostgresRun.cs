using System.Collections.Concurrent;
using System.Globalization;
using Composerp.Embedded.Processes;

namespace Composerp.Embedded.Postgres;

/// <summary>One run of the server's process, and the end of its log.</summary>
internal sealed class PostgresRun
{
    private const int LinesMax = 20;

    private readonly ConcurrentQueue<string> _lastLines = new();

    public PostgresRun(PostgresServerOptions options, PostgresBinaries binaries, int port)
    {
        Process = SupervisedProcess.Start(new ProcessSpec(binaries.Postgres, Arguments(options, port))
        {
            WorkingDirectory = options.DataDirectory,
            UserName = PostgresUser.Name,
            Environment = Variables,

            // Fast shutdown: SIGTERM would wait for all clients to leave.
            StopSignal = StopSignal.Interrupt,
            OnOutputLine = options.OnLogLine,
            OnErrorLine = line =>
            {
                _lastLines.Enqueue(line);
                if (_lastLines.Count > LinesMax)
                {
                    _lastLines.TryDequeue(out _);
                }

                options.OnLogLine?.Invoke(line);
            },
        });
    }

    /// <summary>What PostgreSQL's programs find set: their messages are read here, so they speak English.</summary>
    public static IReadOnlyDictionary<string, string?> Variables { get; } =
        new Dictionary<string, string?> { ["LC_ALL"] = "C", ["PGDATA"] = null, ["PGPORT"] = null };

    public SupervisedProcess Process { get; }

    /// <summary>The last lines of the log.</summary>
    public string LogEnd => string.Join('\n', _lastLines);

    public bool FoundPortTaken => LogEnd.Contains("could not bind", StringComparison.Ordinal);

    /// <summary>Whether another server, or what a killed one left running, still held the data.</summary>
    public bool FoundDataInUse =>
        LogEnd.Contains("pre-existing shared memory block", StringComparison.Ordinal)
        || LogEnd.Contains("lock file \"postmaster.pid\" already exists", StringComparison.Ordinal);

    private static IReadOnlyList<string> Arguments(PostgresServerOptions options, int port)
    {
        var settings = new Dictionary<string, string>
        {
            ["port"] = port.ToString(CultureInfo.InvariantCulture),
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = "",
        };
        if (options.Temporary)
        {
            // Only a crash of the machine needs these. Commits stay synchronous: they have to survive a killed server.
            settings["fsync"] = settings["full_page_writes"] = "off";
        }

        foreach (var (name, value) in options.Settings)
        {
            settings[name] = value;
        }

        return ["-D", options.DataDirectory, .. settings.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" })];
    }
}
