using System.Diagnostics;
using System.Net.NetworkInformation;
using Composerp.Embedded.Postgres;
using Npgsql;

namespace Composerp.Embedded.Tests.Postgres;

public sealed class PostgresServerTests : IDisposable
{
    private readonly AFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(APostgres.Sources), MemberType = typeof(APostgres))]
    public async Task A_new_server_is_as_it_was_asked_for(string source)
    {
        var options = await APostgres.FromAsync(source, _folder) with
        {
            Temporary = true,
            UserName = "keeper",
            Settings = new Dictionary<string, string> { ["max_connections"] = "37", ["application_name"] = "it's \"quoted\"" },
        };
        await using var server = await PostgresServer.StartAsync(options, Token);

        Assert.Equal("keeper", await APostgres.ReadAsync(server, "select current_user::text"));
        Assert.Equal("37", await APostgres.ReadAsync(server, "show max_connections"));
        Assert.Equal("it's \"quoted\"", await APostgres.ReadAsync(server, "show application_name"));
        Assert.Equal("UTF8", await APostgres.ReadAsync(server, "show server_encoding"));
        Assert.Equal("off", await APostgres.ReadAsync(server, "show fsync"));
        Assert.Equal(options.DataDirectory, await APostgres.ReadAsync(server, "show data_directory"));
        Assert.Equal("B,a", await APostgres.ReadAsync(server, "select string_agg(x, ',' order by x) from (values ('a'), ('B')) v (x)"));
    }

    [Theory]
    [MemberData(nameof(APostgres.Sources), MemberType = typeof(APostgres))]
    public async Task What_is_kept_is_there_next_time_and_durable(string source)
    {
        var options = await APostgres.FromAsync(source, _folder);
        await using (var first = await PostgresServer.StartAsync(options, Token))
        {
            await APostgres.RunAsync(first, "create table kept as select 'pallet' as item");
            Assert.Equal("on on on", await APostgres.ReadAsync(
                first, "select string_agg(setting, ' ') from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')"));
        }

        await using var second = await PostgresServer.StartAsync(options, Token);

        Assert.Equal("pallet", await APostgres.ReadAsync(second, "select item from kept"));
    }

    [Fact]
    public async Task A_temporary_server_leaves_neither_process_nor_file()
    {
        var options = await APostgres.FromAsync("local", _folder) with { Temporary = true };
        var server = await PostgresServer.StartAsync(options, Token);
        var id = server.ProcessId;

        await server.DisposeAsync();

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Only_this_machine_reaches_it_and_only_with_the_password()
    {
        await using var server = await PostgresServer.StartAsync(await APostgres.FromAsync("local", _folder) with { Temporary = true }, Token);

        Assert.Equal(
            ["127.0.0.1"],
            IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
                .Where(listener => listener.Port == server.Port)
                .Select(listener => listener.Address.ToString()));
        Assert.Equal("", await APostgres.ReadAsync(server, "show unix_socket_directories"));
        await using var stranger = new NpgsqlConnection(server.ConnectionString("postgres") + ";Password=guess;Pooling=false");
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => stranger.OpenAsync(Token));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
    }

    [Fact]
    public async Task It_does_not_run_as_root()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "This process is not root.");
        await using var server = await PostgresServer.StartAsync(await APostgres.FromAsync("local", _folder) with { Temporary = true }, Token);

        var status = await File.ReadAllLinesAsync($"/proc/{server.ProcessId}/status", Token);

        Assert.DoesNotContain("\t0", status.Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain("\t0", status.Single(line => line.StartsWith("Gid:", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_is_refused()
    {
        var options = await APostgres.FromAsync("local", _folder) with { Temporary = true };
        await using var server = await PostgresServer.StartAsync(options, Token);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => PostgresServer.StartAsync(options with { Temporary = false }, Token));

        Assert.Contains("Another process already runs PostgreSQL on " + options.DataDirectory, refusal.Message, StringComparison.Ordinal);
        Assert.Equal("1", await APostgres.ReadAsync(server, "select '1'"));
    }

    [Fact]
    public async Task Data_created_with_another_password_are_refused_in_words()
    {
        var options = await APostgres.FromAsync("local", _folder);
        await using (await PostgresServer.StartAsync(options, Token))
        {
        }

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => PostgresServer.StartAsync(options with { Password = "other" }, Token));

        Assert.Contains("created with another user name or password", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_another_version_are_refused_in_words()
    {
        var local = await APostgres.FromAsync("local", _folder);
        await using (await PostgresServer.StartAsync(local, Token))
        {
        }

        var version = Path.Combine(local.DataDirectory, "PG_VERSION");
        var found = (await File.ReadAllTextAsync(version, Token)).Trim();
        await File.WriteAllTextAsync(version, "14\n", Token);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => PostgresServer.StartAsync(local, Token));

        Assert.Contains("PostgreSQL 14, which wrote the data", refusal.Message, StringComparison.Ordinal);
        Assert.NotEqual("14", found);
    }

    [Fact]
    public async Task A_folder_with_other_files_is_left_alone()
    {
        var options = await APostgres.FromAsync("local", _folder);
        Directory.CreateDirectory(options.DataDirectory);
        await File.WriteAllTextAsync(Path.Combine(options.DataDirectory, "letter.txt"), "Dear", Token);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => PostgresServer.StartAsync(options, Token));

        Assert.Contains("must be empty or absent", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["letter.txt"], Directory.GetFiles(options.DataDirectory).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_setting_that_does_not_exist_ends_the_start_with_the_servers_own_words()
    {
        var options = await APostgres.FromAsync("local", _folder) with
        {
            Temporary = true,
            Settings = new Dictionary<string, string> { ["no_such_setting"] = "1" },
        };

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => PostgresServer.StartAsync(options, Token));

        Assert.Contains("unrecognized configuration parameter \"no_such_setting\"", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(options.DataDirectory));
    }
}
