using Npgsql;

namespace Composerp.Embedded.Tests.Hosting;

internal static class ADatabase
{
    /// <summary>The first value of the answer, or null.</summary>
    public static async Task<object?> ExecuteAsync(string? address, string sql)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(address) { Pooling = false };
        await using var connection = new NpgsqlConnection(connectionString.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);

        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
