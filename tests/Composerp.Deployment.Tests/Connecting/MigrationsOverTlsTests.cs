using System.Diagnostics;
using Composerp.Deployment.Tests.Base;
using Composerp.Deployment.Tests.Rendering;
using Composerp.Deployment.Tests.Rules;

namespace Composerp.Deployment.Tests.Connecting;

/// <summary>
/// What a pod does first, with nothing but the files of its Secret, made as its ExternalSecret says: `migrate`, by TLS with the
/// server checked, as a user who is no administrator.
/// </summary>
public sealed class MigrationsOverTlsTests(TlsServer server) : IClassFixture<TlsServer>
{
    private const string Password = "p;w'\"x";

    public static IEnumerable<TheoryDataRow<string>> Services => Model.Published.Projects.Select(project => new TheoryDataRow<string>(project));

    [Theory, MemberData(nameof(Services))]
    public async Task The_owner_of_a_database_brings_it_up_to_date(string service)
    {
        var user = await NewUserAsync(service, "owner");
        await server.AdministerAsync("postgres", $"create database {DatabaseOf(service)}_owner owner {user}");

        var (code, said) = await MigrateAsync(service, user, $"{DatabaseOf(service)}_owner", server.Authority);

        Assert.True(code == 0, said);
    }

    // Crunchy's operator gives rights on the database, and with its annotation a schema.
    [Theory, MemberData(nameof(Services))]
    public async Task A_schema_of_ones_own_will_do(string service)
    {
        var user = await NewUserAsync(service, "schema");
        var database = $"{DatabaseOf(service)}_schema";
        await server.AdministerAsync("postgres", $"create database {database}", $"grant all privileges on database {database} to {user}");

        var (refused, _) = await MigrateAsync(service, user, database, server.Authority);
        await server.AdministerAsync(database, $"create schema {user} authorization {user}");
        var (code, said) = await MigrateAsync(service, user, database, server.Authority);

        Assert.Equal(1, refused);
        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task A_server_that_another_authority_vouches_for_learns_nothing()
    {
        var user = await NewUserAsync("forecasting", "impostor");
        await server.AdministerAsync("postgres", $"create database impostor owner {user}");

        var (code, said) = await MigrateAsync("forecasting", user, "impostor", server.Impostor);

        Assert.Equal(1, code);
        Assert.Contains("certificate", said, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_server_of_another_name_learns_nothing()
    {
        var user = await NewUserAsync("forecasting", "renamed");
        await server.AdministerAsync("postgres", $"create database renamed owner {user}");

        var (code, said) = await MigrateAsync("forecasting", user, "renamed", server.Authority, host: "127.0.0.1");

        Assert.Equal(1, code);
        Assert.Contains("certificate", said, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<string> NewUserAsync(string service, string way)
    {
        server.Require();
        var user = $"{service.Split('-')[0]}_{way}";
        await server.AdministerAsync("postgres", $"create role {user} login password '{Password.Replace("'", "''", StringComparison.Ordinal)}'");

        return user;
    }

    private async Task<(int Code, string Said)> MigrateAsync(string service, string user, string database, string authority, string host = "localhost")
    {
        var secrets = Directory.CreateTempSubdirectory("composerp-secrets-");
        var folder = secrets.CreateSubdirectory("database").FullName;
        var secretsOfAll = Yaml.Read(await File.ReadAllTextAsync(
            Path.Combine(Repository.Kubernetes, "components", "secrets", "external-database", "external-secrets.yaml")));

        foreach (var (name, value) in secretsOfAll.Single(secret => secret.Name == $"{service}-database").Map("spec.target.template.data"))
        {
            var text = ConnectionTemplate.Fill(value?.ToString() ?? "", new Dictionary<string, string>
            {
                ["host"] = host,
                ["directHost"] = host,
                ["port"] = $"{server.Port}",
                ["username"] = user,
                ["password"] = Password,
                ["ca"] = authority,
            });
            await File.WriteAllTextAsync(Path.Combine(folder, name), text
                .Replace("/etc/composerp/secrets/database", folder, StringComparison.Ordinal)
                .Replace($"Database={DatabaseOf(service)};", $"Database={database};", StringComparison.Ordinal));
        }

        try
        {
            return await RunAsync(service, secrets.FullName);
        }
        finally
        {
            secrets.Delete(recursive: true);
        }
    }

    private static async Task<(int Code, string Said)> RunAsync(string service, string secrets)
    {
        var project = Path.GetFileNameWithoutExtension((string?)Model.Published[service]["path"]) ?? "";
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(Repository.Root, "artifacts", "bin", project, configuration, $"{project}.dll");
        using var migrate = Process.Start(new ProcessStartInfo("dotnet", [program, "migrate"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["COMPOSERP_SECRETS"] = secrets, ["ASPNETCORE_ENVIRONMENT"] = "Production" },
        });
        Assert.NotNull(migrate);
        var errors = migrate.StandardError.ReadToEndAsync();
        var output = await migrate.StandardOutput.ReadToEndAsync();
        await migrate.WaitForExitAsync();

        return (migrate.ExitCode, output + await errors);
    }

    private static string DatabaseOf(string service) => Model.Published.DatabaseOf(service);
}
