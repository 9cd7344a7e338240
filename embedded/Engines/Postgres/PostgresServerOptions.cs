namespace Composerp.Embedded.Postgres;

/// <summary>Where and how a server is to run.</summary>
public sealed record PostgresServerOptions
{
    /// <summary>The data directory; kept if <see cref="Temporary"/> is false.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The data directory is deleted when the server is disposed, and durability is traded for speed.</summary>
    public bool Temporary { get; init; }

    /// <summary>The superuser's name; like the password it is settled when the data directory is created.</summary>
    public string UserName { get; init; } = "postgres";

    public required string Password { get; init; }

    /// <summary>TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Extra server settings, such as ("max_connections", "300").</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder of initdb and postgres; null takes COMPOSERP_POSTGRES_BIN, else the first that is found.</summary>
    public string? BinDirectory { get; init; }

    /// <summary>Called for each line of the server's log, one call at a time; must not throw.</summary>
    public Action<string>? OnLogLine { get; init; }
}
