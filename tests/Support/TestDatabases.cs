using Composerp.Embedded.Postgres;

namespace Composerp.Tests.Support;

/// <summary>One PostgreSQL server per test run of a project; each class takes a fresh database from it.</summary>
public sealed class TestDatabases : IAsyncDisposable
{
    /// <summary>Creates an empty database and returns its connection string (pool of at most 20).</summary>
    public Task<string> CreateAsync(CancellationToken token) => throw new NotImplementedException();

    /// <summary>The server behind, for tests that kill it.</summary>
    public Task<PostgresServer> ServerAsync(CancellationToken token) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
