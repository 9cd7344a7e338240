using Composerp.Deployment.Tests.Rendering;
using Composerp.Embedded.Postgres;
using Composerp.Tests.Support;
using Npgsql;

namespace Composerp.Deployment.Tests.Connecting;

/// <summary>A Postgres that shows a certificate for "localhost", signed by an authority of its own.</summary>
public sealed class TlsServer : IAsyncLifetime
{
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _impostor = new();
    private PostgresServer? _server;
    private string? _missing;

    public int Port => _server?.Port ?? 0;

    /// <summary>PEM of the authority that signed the server's certificate.</summary>
    public string Authority => _authority.Pem;

    /// <summary>PEM of an authority of the same name that did not.</summary>
    public string Impostor => _impostor.Pem;

    public void Require() => Assert.SkipUnless(_missing is null, _missing ?? "");

    public async ValueTask InitializeAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            _missing = "Postgres reads the key of its certificate with rights of Unix.";

            return;
        }

        var data = PostgresServer.NewTemporaryDirectory();
        _server = await PostgresServer.StartAsync(
            new PostgresServerOptions { DataDirectory = data, Temporary = true, Password = "to-try-with" }, CancellationToken.None);
        Certify(data);

        try
        {
            await AdministerAsync("postgres", "alter system set ssl = on");
            await _server.StopAsync();
            await _server.StartAgainAsync(CancellationToken.None);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            _missing = $"This Postgres was built without TLS: {refused.MessageText}";
        }
    }

    public async Task AdministerAsync(string database, params string[] statements)
    {
        await using var source = NpgsqlDataSource.Create(
            _server?.ConnectionString(database) ?? throw new InvalidOperationException("The server was not started."));

        foreach (var statement in statements)
        {
            await using var command = source.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _authority.Dispose();
        _impostor.Dispose();
    }

    private void Certify(string data)
    {
        var (certificate, key) = _authority.Issue("localhost");
        Give(data, "server.crt", certificate);
        Give(data, "server.key", key);
    }

    // To the user as whom the server runs, which is another one where the tests run as root.
    private static void Give(string data, string name, string text)
    {
        var file = Path.Combine(data, name);
        File.WriteAllText(file, text);

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        using var chown = Deployments.Start("chown", [$"--reference={Path.Combine(data, "PG_VERSION")}", file]);
        chown?.WaitForExit();
    }
}
