using System.Diagnostics;
using System.Globalization;
using Composerp.Embedded.Postgres;
using Npgsql;

namespace Composerp.Bench.Ledger;

/// <summary>The one PostgreSQL server that the ledger and its references use, durable as in production.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    // What differs from PostgreSQL's defaults; fsync and synchronous_commit stay on.
    private static readonly Dictionary<string, string> _settings = new()
    {
        ["shared_buffers"] = "2GB",
        ["max_wal_size"] = "8GB",
        ["checkpoint_timeout"] = "30min",
        ["max_connections"] = "200",
    };

    private readonly PostgresServer _server;
    private readonly string _folder;

    private BenchServer(PostgresServer server, string folder)
    {
        _server = server;
        _folder = folder;
    }

    public static string Settings { get; } = string.Join(", ", _settings.Select(setting => $"{setting.Key}={setting.Value}"));

    public static async Task<BenchServer> StartAsync(CancellationToken token)
    {
        var folder = PostgresServer.NewTemporaryDirectory();
        var server = await PostgresServer.StartAsync(
            new() { DataDirectory = folder, Temporary = false, Password = "bench", Settings = _settings }, token);

        return new(server, folder);
    }

    public async Task<string> CreateDatabaseAsync(string name, CancellationToken token)
    {
        await RunAsync(_server.ConnectionString("postgres"), $"create database {name}", token);

        return _server.ConnectionString(name);
    }

    /// <summary>Takes away what is measured, so that vacuuming and writing it out do not slow what is measured next.</summary>
    public async Task DropAsync(string name, CancellationToken token)
    {
        await RunAsync(_server.ConnectionString("postgres"), $"drop database {name} with (force)", token);
        await RunAsync(_server.ConnectionString("postgres"), "checkpoint", token);
    }

    public static async Task RunAsync(string database, string sql, CancellationToken token)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(token);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(token);
    }

    public static async Task<T> ReadAsync<T>(string database, string sql, CancellationToken token)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(token);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };

        return await command.ExecuteScalarAsync(token) is T value ? value : throw new InvalidOperationException($"No {typeof(T).Name}: {sql}");
    }

    /// <summary>Reference A: transactions per second of TPC-B by pgbench, 16 clients, prepared statements.</summary>
    public async Task<double> PgbenchAsync(Effort effort, CancellationToken token)
    {
        await CreateDatabaseAsync("tpcb", token);
        await PgbenchAsync($"-i -q -s {effort.PgbenchScale} tpcb", token);
        var output = await PgbenchAsync($"-M prepared -c 16 -j 2 -T {effort.Pgbench.TotalSeconds:F0} tpcb", token);
        await DropAsync("tpcb", token);
        var line = output.Split('\n').Single(line => line.StartsWith("tps = ", StringComparison.Ordinal));

        return double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> PgbenchAsync(string arguments, CancellationToken token)
    {
        var start = new ProcessStartInfo(Pgbench(), $"-h 127.0.0.1 -p {_server.Port} -U postgres {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PGPASSWORD"] = "bench";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("pgbench does not start.");
        var output = process.StandardOutput.ReadToEndAsync(token);
        var errors = await process.StandardError.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);

        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"pgbench failed: {errors}");
    }

    private static string Pgbench() => Directory.GetDirectories("/usr/lib/postgresql").Order().Reverse()
        .Select(version => Path.Combine(version, "bin", "pgbench")).FirstOrDefault(File.Exists) ?? "pgbench";
}
