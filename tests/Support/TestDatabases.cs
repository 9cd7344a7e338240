using Composerp.Embedded.Postgres;
using Npgsql;

namespace Composerp.Tests.Support;

/// <summary>One PostgreSQL server per test run of a project; each class takes a fresh database from it.</summary>
/// <remarks>
/// <c>[assembly: AssemblyFixture(typeof(TestDatabases))]</c> once per project, then a constructor parameter in each class
/// that needs one. A test that kills the server makes a TestDatabases of its own. Of
/// <see cref="Embedded.Kafka.KafkaCluster"/> each class or test starts its own; that takes milliseconds.
/// </remarks>
public sealed class TestDatabases : IAsyncDisposable
{
    private const int ConnectionsMax = 200;
    private const int PoolSizeMax = 20;

    private readonly Lazy<Task<PostgresServer>> _server = new(StartAsync);

    /// <summary>Creates an empty database and returns its connection string (pool of at most 20).</summary>
    public async Task<string> CreateAsync(CancellationToken token)
    {
        var server = await ServerAsync(token);
        var name = $"test_{Guid.CreateVersion7():N}";
        await using var connection = new NpgsqlConnection(server.ConnectionString("postgres"));
        await connection.OpenAsync(token);
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync(token);

        return new NpgsqlConnectionStringBuilder(server.ConnectionString(name))
        {
            MaxPoolSize = PoolSizeMax,

            // Classes that are done keep no connections from those that follow.
            ConnectionIdleLifetime = 5,
            ConnectionPruningInterval = 5,
            IncludeErrorDetail = true,
        }.ConnectionString;
    }

    /// <summary>The server behind, started by the first who asks.</summary>
    public Task<PostgresServer> ServerAsync(CancellationToken token) => _server.Value.WaitAsync(token);

    public async ValueTask DisposeAsync()
    {
        if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            var server = await _server.Value;
            await server.DisposeAsync();
        }
    }

    private static Task<PostgresServer> StartAsync() => PostgresServer.StartAsync(
        new PostgresServerOptions
        {
            DataDirectory = PostgresServer.NewTemporaryDirectory(),
            Temporary = true,
            Password = "test",
            Settings = new Dictionary<string, string> { ["max_connections"] = $"{ConnectionsMax}" },
        },
        CancellationToken.None);
}
