using Composerp.ServiceDefaults.Postgres;
using Composerp.Tests.Support;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Composerp.ServiceDefaults.Tests.Postgres;

public sealed class MigrationTests(TestDatabases databases) : IAsyncLifetime
{
    private readonly CollectedLog _log = new();
    private string _connectionString = "";
    private NpgsqlDataSource? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private NpgsqlDataSource Database => _database ?? throw new InvalidOperationException();

    public async ValueTask InitializeAsync()
    {
        _connectionString = await databases.CreateAsync(Token);
        _database = NpgsqlDataSource.Create(_connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    [Fact]
    public async Task Migrations_are_applied_once_in_order()
    {
        Assert.True(await MigrateAsync(("0001_a.sql", "create table a (n int)"), ("0002_b.sql", "insert into a values (1)")));
        Assert.True(await MigrateAsync(("0001_a.sql", "create table a (n int)"), ("0002_b.sql", "insert into a values (1)"), ("0003_c.sql", "insert into a values (2)")));

        Assert.Equal(2, await ReadAsync<long>("select count(*) from a"));
    }

    // Guard: lock_migrations.sql. Without the lock several apply the same file at once.
    [Fact]
    public async Task Migrators_side_by_side_apply_each_file_once()
    {
        (string, string)[] files =
        [
            ("0001_a.sql", "create table a (n int); select pg_sleep(0.1)"),
            ("0002_b.sql", "insert into a values (1); select pg_sleep(0.1)"),
        ];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => MigrateAsync(files)));

        Assert.All(outcomes, Assert.True);
        Assert.Equal(1, await ReadAsync<long>("select count(*) from a"));
    }

    [Fact]
    public async Task A_database_that_does_not_exist_is_created_also_by_several_at_once()
    {
        var missing = new NpgsqlConnectionStringBuilder(_connectionString) { Database = $"new_{Guid.CreateVersion7():N}" }.ConnectionString;
        await using var database = NpgsqlDataSource.Create(missing);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Migrator(database, ("0001_a.sql", "create table a (n int)")).RunAsync(Token)));

        Assert.All(outcomes, Assert.True);
    }

    // Guard: Migrator.RefuseChanged.
    [Fact]
    public async Task A_migration_changed_after_it_was_applied_is_refused()
    {
        await MigrateAsync(("0001_a.sql", "create table a (n int)"));

        Assert.False(await MigrateAsync(("0001_a.sql", "create table a (n bigint)"), ("0002_b.sql", "create table b (n int)")));

        Assert.Contains("0001_a.sql was applied to this database with other content", Assert.Single(_log.Errors), StringComparison.Ordinal);
        Assert.False(await ReadAsync<bool>("select to_regclass('b') is not null"));
    }

    [Fact]
    public async Task Line_ends_are_no_change()
    {
        await MigrateAsync(("0001_a.sql", "create table a (\nn int)"));

        Assert.True(await MigrateAsync(("0001_a.sql", "create table a (\r\nn int)")));
    }

    // Guard: each file runs in a transaction together with its record.
    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_behind_and_runs_when_it_is_repaired()
    {
        Assert.False(await MigrateAsync(("0001_a.sql", "create table a (n int)"), ("0002_b.sql", "insert into a values (1); insert into nowhere values (1)")));
        Assert.Contains("0002_b.sql", Assert.Single(_log.Errors), StringComparison.Ordinal);
        Assert.Equal(0, await ReadAsync<long>("select count(*) from a"));

        Assert.True(await MigrateAsync(("0001_a.sql", "create table a (n int)"), ("0002_b.sql", "insert into a values (1)")));
        Assert.Equal(1, await ReadAsync<long>("select count(*) from a"));
    }

    [Theory]
    [InlineData("0001_a.sql", "0003_c.sql")]
    [InlineData("0001_a.sql", "0001_b.sql")]
    [InlineData("0002_a.sql", "0003_b.sql")]
    public void Gaps_and_repeated_numbers_are_refused(string first, string second) => Assert.Throws<MigrationRefusedException>(() =>
        MigrationSeries.Of("test", [(first, "select 1"), (second, "select 1")], []));

    [Fact]
    public async Task Routines_are_applied_again_every_time()
    {
        await MigrateAsync([("0001_a.sql", "create table a (n int)")], ("f.routine.sql", "create or replace function f() returns int language sql return 1"));
        await MigrateAsync([("0001_a.sql", "create table a (n int)")], ("f.routine.sql", "create or replace function f() returns int language sql return 2"));

        Assert.Equal(2, await ReadAsync<int>("select f()"));
    }

    // Guard: Migrator.ApplyRoutinesAsync looks whether the database is ahead.
    [Fact]
    public async Task An_older_version_leaves_a_newer_database_and_its_routines_alone()
    {
        const string NewRoutine = "create or replace function f() returns int language sql return 2";
        await MigrateAsync([("0001_a.sql", "create table a (n int)"), ("0002_b.sql", "create table b (n int)")], ("f.routine.sql", NewRoutine));

        Assert.True(await MigrateAsync([("0001_a.sql", "create table a (n int)")], ("f.routine.sql", NewRoutine.Replace('2', '1'))));

        Assert.Equal(2, await ReadAsync<int>("select f()"));
        await using var connection = await Database.OpenConnectionAsync(Token);
        Assert.Null(await Set([("0001_a.sql", "create table a (n int)")]).FindMissingAsync(connection, Token));
        Assert.Equal("test 0003_c.sql", await Set([("0001_a.sql", ""), ("0002_b.sql", ""), ("0003_c.sql", "")]).FindMissingAsync(connection, Token));
    }

    private Task<bool> MigrateAsync(params (string FileName, string Sql)[] files) => Migrator(Database, files).RunAsync(Token);

    private Task<bool> MigrateAsync((string FileName, string Sql)[] files, params (string FileName, string Sql)[] routines) =>
        new Migrator(Database, Set(files, routines), TimeProvider.System, _log.Of<Migrator>()).RunAsync(Token);

    private Migrator Migrator(NpgsqlDataSource database, params (string FileName, string Sql)[] files) =>
        new(database, Set(files), TimeProvider.System, _log.Of<Migrator>());

    private static MigrationSet Set((string FileName, string Sql)[] files, params (string FileName, string Sql)[] routines) =>
        new(MigrationSeries.Of("test", files, routines));

    private async Task<T> ReadAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);

        return (T)(await command.ExecuteScalarAsync(Token))!;
    }

    private sealed class CollectedLog
    {
        public List<string> Errors { get; } = [];

        public ILogger<T> Of<T>() => new Collector<T>(Errors);

        private sealed class Collector<T>(List<string> errors) : ILogger<T>
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (IsEnabled(logLevel))
                {
                    errors.Add(formatter(state, exception));
                }
            }
        }
    }
}
