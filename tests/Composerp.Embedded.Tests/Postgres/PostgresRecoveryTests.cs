using System.Collections.Concurrent;
using System.Diagnostics;
using Composerp.Embedded.Postgres;
using Composerp.Embedded.Processes;
using Composerp.Tests.Support;
using Npgsql;

namespace Composerp.Embedded.Tests.Postgres;

public sealed class PostgresRecoveryTests : IDisposable
{
    private readonly AFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(APostgres.Sources), MemberType = typeof(APostgres))]
    public async Task A_killed_server_starts_again_with_all_that_was_committed(string source)
    {
        await using var server = await PostgresServer.StartAsync(await APostgres.FromAsync(source, _folder), Token);
        await APostgres.RunAsync(server, "create table kept as select generate_series(1, 10000) as item");
        var (id, port) = (server.ProcessId, server.Port);

        // This client's process works on for a while after its server has been killed.
        await using var busy = await APostgres.OpenAsync(server);
        await using var work = new NpgsqlCommand("select 'x' from generate_series(1, 2000000) n order by -n limit 1", busy);
        var working = work.ExecuteScalarAsync(Token);
        await Eventually.HoldsAsync(
            async _ => await APostgres.ReadAsync(
                server, "select count(*)::text from pg_stat_activity where state = 'active' and query like '%2000000%'") == "2",
            "the query runs", Token);
        await server.KillAsync();
        await server.StartAgainAsync(Token);

        Assert.Equal(port, server.Port);
        Assert.NotEqual(id, server.ProcessId);
        Assert.Equal("10000", await APostgres.ReadAsync(server, "select count(*)::text from kept"));
        await working;
    }

    [Fact]
    public async Task A_start_that_is_given_up_leaves_no_server_in_the_way_of_the_next()
    {
        var options = await APostgres.FromAsync("local", _folder);
        await using var server = await PostgresServer.StartAsync(options, Token);
        var id = server.ProcessId;
        await server.KillAsync();

        // A standby without a primary never becomes ready.
        var standby = Path.Combine(options.DataDirectory, "standby.signal");
        await File.WriteAllTextAsync(standby, "", Token);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var starting = server.StartAgainAsync(patience.Token);
        await Eventually.HoldsAsync(() => server.ProcessId != id, "the server has begun to start", Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        File.Delete(standby);

        await server.StartAgainAsync(Token);

        Assert.Equal("1", await APostgres.ReadAsync(server, "select '1'"));
    }

    [Fact]
    public async Task A_server_that_runs_is_not_started_again()
    {
        await using var server = await PostgresServer.StartAsync(
            await APostgres.FromAsync("local", _folder) with { Temporary = true }, Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => server.StartAgainAsync(Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_next_host_takes_over_from_a_killed_one(bool serverIsKilledToo)
    {
        var options = await APostgres.FromAsync("local", _folder);
        var output = new ConcurrentQueue<string>();
        await using var host = SupervisedProcess.Start(new ProcessSpec(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Composerp.Tests.Supervisor.dll"), "postgres", options.DataDirectory, options.Password])
        {
            OnOutputLine = output.Enqueue,
        });
        await Eventually.HoldsAsync(() => !output.IsEmpty, "the first host's server is up", Token);
        var (id, port) = output.First().Split(' ') is [var first, var second] ? (int.Parse(first, null), int.Parse(second, null)) : (0, 0);
        await using (var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = options.UserName,
            Password = options.Password,
            Database = "postgres",
            Pooling = false,
        }.ConnectionString))
        {
            await connection.OpenAsync(Token);
            await using var create = new NpgsqlCommand("create table kept as select 'pallet' as item", connection);
            await create.ExecuteNonQueryAsync(Token);

            host.Kill();
            if (serverIsKilledToo)
            {
                Process.GetProcessById(id).Kill();
            }
        }

        await using var next = await PostgresServer.StartAsync(options, Token);

        Assert.Equal("pallet", await APostgres.ReadAsync(next, "select item from kept"));
    }

    [Fact]
    public async Task A_dead_servers_process_id_that_another_process_got_is_no_hindrance()
    {
        var options = await APostgres.FromAsync("local", _folder);
        await using var server = await PostgresServer.StartAsync(options, Token);
        await server.KillAsync();
        await using var other = SupervisedProcess.Start(new ProcessSpec("sleep", ["300"]) { UserName = PostgresUser.Name });
        var pidFile = Path.Combine(options.DataDirectory, "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(pidFile, Token);
        await File.WriteAllLinesAsync(pidFile, [$"{other.Id}", .. lines[1..]], Token);

        await server.StartAgainAsync(Token);

        Assert.Equal("1", await APostgres.ReadAsync(server, "select '1'"));
        Assert.False(other.Completion.IsCompleted);
    }

    [Fact]
    public async Task An_interrupted_creation_leaves_nothing_in_the_way()
    {
        var options = await APostgres.FromAsync("local", _folder) with { Temporary = true };
        Directory.CreateDirectory(options.DataDirectory + ".new");
        await File.WriteAllTextAsync(Path.Combine(options.DataDirectory + ".new", "PG_VERSION"), "15", Token);

        await using var server = await PostgresServer.StartAsync(options, Token);

        Assert.Equal("1", await APostgres.ReadAsync(server, "select '1'"));
        Assert.Equal(["data"], Directory.GetDirectories(_folder.Path).Select(Path.GetFileName));
    }
}
