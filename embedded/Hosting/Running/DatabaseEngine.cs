using Aspire.Hosting.ApplicationModel;
using Npgsql;

namespace Composerp.Embedded.Running;

/// <summary>Creates a database on its server. It then lives as long as the server does.</summary>
internal sealed class DatabaseEngine(PostgresDatabaseResource database, ResourceLogs logs) : IEngine
{
    public async Task<IRunning> StartAsync(CancellationToken token)
    {
        var server = new NpgsqlConnectionStringBuilder(await database.Parent.ConnectionStringExpression.GetValueAsync(token))
        {
            Database = "postgres",
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(token);

        try
        {
            var name = database.DatabaseName.Replace("\"", "\"\"", StringComparison.Ordinal);
            await using var create = new NpgsqlCommand($"CREATE DATABASE \"{name}\"", connection);
            await create.ExecuteNonQueryAsync(token);
            logs.Append(database, $"Created database {database.DatabaseName}.", isError: false);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            logs.Append(database, $"Database {database.DatabaseName} is there.", isError: false);
        }

        return new Running();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Running : IRunning
    {
        private readonly TaskCompletionSource<int> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int? ProcessId => null;

        public Task<int> Completion => _completion.Task;

        public Task StopAsync()
        {
            _completion.TrySetResult(0);

            return Task.CompletedTask;
        }
    }
}
