using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Composerp.Embedded.Postgres;

/// <summary>A PostgreSQL server (15 to 18) from local binaries or from npm, without containers and never as root.</summary>
/// <remarks>
/// It ends with this process, however that ends; data that are kept recover from it. One server at a time works on a
/// data directory: a lock file beside it sees to that.
/// </remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    // Recovery from a crash included.
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    // A killed server's children end when they next wait for something; the server of a killed host has its grace.
    private static readonly TimeSpan PredecessorLimit = TimeSpan.FromMinutes(1);

    // A host that was killed just now holds its lock until the system has cleaned up after it.
    private static readonly TimeSpan HostLimit = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly PostgresServerOptions _options;
    private readonly PostgresCluster _cluster;
    private readonly FileStream _lock;
    private PostgresRun? _run;
    private bool _portIsKnown;

    private PostgresServer(PostgresServerOptions options, FileStream held)
    {
        _options = options;
        _cluster = new PostgresCluster(options.DataDirectory);
        _lock = held;
        _portIsKnown = options.Port != 0;
        Port = _portIsKnown ? options.Port : Ports.TakeFree();
    }

    public int Port { get; private set; }

    /// <summary>Id of the postmaster's process.</summary>
    public int ProcessId => Run.Process.Id;

    /// <summary>The exit code of the present run, once it has ended.</summary>
    public Task<int> Completion => Run.Process.Completion;

    private PostgresRun Run => _run ?? throw new InvalidOperationException("PostgreSQL was not started.");

    /// <summary>The environment says where data are kept.</summary>
    public static bool IsDataFolderNamed => UserFolders.NamedData is not null;

    /// <summary>A place for data that are kept: below the folder that is named, else the user's data folder, for root below /var/lib.</summary>
    public static string DefaultDataDirectory(string name) => Path.Combine(UserFolders.Data, name);

    /// <summary>A place for data that are not kept; deletes what killed processes left in such places.</summary>
    public static string NewTemporaryDirectory()
    {
        TemporaryFolder.DeleteAbandoned();
        return TemporaryFolder.New();
    }

    /// <summary>Starts a server, first creating its cluster where the data directory is empty.</summary>
    /// <returns>When connections are accepted.</returns>
    /// <exception cref="InvalidOperationException">
    /// No PostgreSQL was found and none could be fetched; or the data are in use, of another version or of another
    /// password; or the server did not start. The message says what to do.
    /// </exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "Disposed unless the caller gets it.")]
    public static async Task<PostgresServer> StartAsync(PostgresServerOptions options, CancellationToken token)
    {
        options = options with { DataDirectory = Path.GetFullPath(options.DataDirectory) };
        Directory.CreateDirectory(Path.GetDirectoryName(options.DataDirectory) ?? options.DataDirectory);
        var held = await FileLock.FindAsync(LockFile(options), HostLimit, token) ?? throw new InvalidOperationException(
            $"Another process already runs PostgreSQL on {options.DataDirectory}; stop it, or use another folder.");

        var server = new PostgresServer(options, held);
        var started = false;
        try
        {
            await server.LaunchAsync(token);
            await server.CheckLoginAsync(token);
            started = true;
            return server;
        }
        finally
        {
            if (!started)
            {
                await server.DisposeAsync();
            }
        }
    }

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = _options.UserName,
        Password = _options.Password,
        Database = database,
    }.ConnectionString;

    /// <summary>Ends the clients' sessions and the server; <see cref="StartAgainAsync"/> continues with the same data.</summary>
    public Task StopAsync() => Run.Process.StopAsync(StopLimit);

    /// <summary>kill -9 of the postmaster, for tests of crash recovery.</summary>
    public async Task KillAsync()
    {
        Run.Process.Kill();
        await Completion;
    }

    /// <summary>Starts a server that has ended again on the same port and data, once what it left running has gone.</summary>
    /// <exception cref="InvalidOperationException">It runs still, or does not start.</exception>
    public async Task StartAgainAsync(CancellationToken token)
    {
        if (!Completion.IsCompleted)
        {
            throw new InvalidOperationException("PostgreSQL still runs.");
        }

        await Run.Process.DisposeAsync();
        await LaunchAsync(token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
        {
            await _run.Process.StopAsync(StopLimit);
            await _run.Process.DisposeAsync();
        }

        if (_options.Temporary)
        {
            await DeleteDataAsync();
            File.Delete(LockFile(_options));
        }

        await _lock.DisposeAsync();
    }

    private static string LockFile(PostgresServerOptions options) => options.DataDirectory + ".lock";

    private async Task LaunchAsync(CancellationToken token)
    {
        var binaries = await PrepareDataAsync(token);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            _cluster.ForgetDeadServer();
            var run = _run = new PostgresRun(_options, binaries, Port);
            if (await BecomesReadyOrEndsAsync(run, token))
            {
                _portIsKnown = true;
                return;
            }

            if (run.FoundPortTaken && !_portIsKnown)
            {
                Port = Ports.TakeFree();
            }
            else if (run.FoundDataInUse && watch.Elapsed < PredecessorLimit)
            {
                await Task.Delay(Poll, token);
            }
            else
            {
                throw new InvalidOperationException(
                    $"PostgreSQL ended with code {await Completion} on {_options.DataDirectory}:\n{run.LogEnd}");
            }
        }
    }

    private async Task<PostgresBinaries> PrepareDataAsync(CancellationToken token)
    {
        var major = _cluster.FindMajor();
        var binaries = await PostgresBinaries.FindAsync(_options.BinDirectory, major, token);
        if (major is null)
        {
            await _cluster.CreateAsync(_options, binaries, token);
        }

        return binaries;
    }

    /// <summary>Returns false if the process ended instead; ends it if it takes too long or nobody waits any longer.</summary>
    private async Task<bool> BecomesReadyOrEndsAsync(PostgresRun run, CancellationToken token)
    {
        var isReady = false;
        try
        {
            return isReady = await BecomesReadyAsync(run, token);
        }
        finally
        {
            if (!isReady)
            {
                await run.Process.DisposeAsync();
            }
        }
    }

    private async Task<bool> BecomesReadyAsync(PostgresRun run, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(StartLimit);
        try
        {
            while (!run.Process.Completion.IsCompleted && !_cluster.IsReady(run.Process.Id))
            {
                await Task.Delay(Poll, limit.Token);
            }

            return !run.Process.Completion.IsCompleted;
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new InvalidOperationException($"PostgreSQL accepted no connections within {StartLimit}:\n{run.LogEnd}");
        }
    }

    private async Task CheckLoginAsync(CancellationToken token)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(ConnectionString("postgres")) { Pooling = false };
        try
        {
            await using var connection = new NpgsqlConnection(connectionString.ConnectionString);
            await connection.OpenAsync(token);
        }
        catch (PostgresException refusal) when (refusal.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new InvalidOperationException(
                $"PostgreSQL's data in {_options.DataDirectory} were created with another user name or password. " +
                "Give the former ones, or delete the folder to begin with empty data.",
                refusal);
        }
    }

    private async Task DeleteDataAsync()
    {
        // What a killed server left running may still be writing its last.
        for (var triesLeft = 100; Directory.Exists(_options.DataDirectory); triesLeft--)
        {
            try
            {
                Directory.Delete(_options.DataDirectory, recursive: true);
            }
            catch (IOException) when (triesLeft > 0)
            {
                await Task.Delay(Poll);
            }
        }
    }
}
