namespace Composerp.Embedded.Postgres;

/// <summary>Where and how a server is to run.</summary>
public sealed record PostgresServerOptions
{
    /// <summary>The data directory; kept if <see cref="Temporary"/> is false.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The data directory is deleted when the server is disposed, and durability is traded for speed.</summary>
    public bool Temporary { get; init; }

    public string UserName { get; init; } = "postgres";

    public required string Password { get; init; }

    /// <summary>TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Extra server settings, such as ("max_connections", "300").</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}

/// <summary>A PostgreSQL server (15 to 18) from local binaries or from npm, without containers and never as root.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    public int Port { get; }

    /// <summary>Id of the postmaster's process.</summary>
    public int ProcessId { get; }

    /// <summary>Starts a server, first creating its cluster where the data directory is empty.</summary>
    /// <exception cref="InvalidOperationException">No PostgreSQL was found and none could be fetched; says what to install.</exception>
    public static Task<PostgresServer> StartAsync(PostgresServerOptions options, CancellationToken token) =>
        throw new NotImplementedException();

    public string ConnectionString(string database) => throw new NotImplementedException();

    /// <summary>kill -9 of the postmaster, for tests of crash recovery.</summary>
    public Task KillAsync() => throw new NotImplementedException();

    /// <summary>Starts a killed server again on the same port and data, once the children of the killed one have gone.</summary>
    public Task StartAgainAsync(CancellationToken token) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
