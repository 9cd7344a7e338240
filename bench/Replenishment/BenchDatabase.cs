using Composerp.Embedded.Postgres;
using Npgsql;

namespace Composerp.Bench.Replenishment;

/// <summary>A server and a database of its own, gone afterwards.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly string _folder;

    private BenchDatabase(PostgresServer server, string folder) => (_server, _folder) = (server, folder);

    public string ConnectionString => _server.ConnectionString("bench");

    /// <summary>Of the server and of those that work for its connections, those that have ended too.</summary>
    public TimeSpan Cpu
    {
        get
        {
            const int TicksPerSecond = 100;
            var server = File.ReadLines(Path.Combine(_folder, "postmaster.pid")).First();
            var ticks = 0L;

            foreach (var process in Directory.EnumerateDirectories("/proc").Where(name => char.IsAsciiDigit(Path.GetFileName(name)[0])))
            {
                // Behind the name, which may hold anything: state, parent, .., user and system time of itself, of children that have ended.
                if (FindStat(process) is { } stat && (Path.GetFileName(process) == server || stat[1] == server))
                {
                    ticks += stat[11..(stat[1] == server ? 13 : 15)].Sum(long.Parse);
                }
            }

            return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
        }
    }

    public static async Task<BenchDatabase> StartAsync(CancellationToken token)
    {
        var folder = PostgresServer.NewTemporaryDirectory();
        var server = await PostgresServer.StartAsync(
            new()
            {
                DataDirectory = folder, Temporary = false, Password = "bench",
                Settings = new Dictionary<string, string> { ["max_wal_size"] = "8GB", ["shared_buffers"] = "1GB" },
            },
            token);
        await using var connection = new NpgsqlConnection(server.ConnectionString("postgres"));
        await connection.OpenAsync(token);
        await using var create = new NpgsqlCommand("create database bench", connection);
        await create.ExecuteNonQueryAsync(token);

        return new(server, folder);
    }

    private static string[]? FindStat(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "stat")).Split(") ")[^1].Split(' ');
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
