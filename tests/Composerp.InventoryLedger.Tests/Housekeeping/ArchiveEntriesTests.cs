using System.Globalization;
using Composerp.Contracts;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;
using Npgsql;

namespace Composerp.InventoryLedger.Tests.Housekeeping;

public sealed class ArchiveEntriesTests(TestDatabases databases) : IAsyncLifetime
{
    private OldLedger _old = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _old = await OldLedger.StartAsync(databases);

    public ValueTask DisposeAsync() => _old.DisposeAsync();

    [Fact]
    public async Task A_range_is_archived_once_it_is_old_closed_and_proven()
    {
        await NothingIsPreparedAsync();
        await _old.CloseAsync();
        await NothingIsPreparedAsync();
        Assert.True(await _old.IsProvenAsync());
        await _old.RunAsync("update relay set epoch = 1");
        await NothingIsPreparedAsync();
        await _old.RunAsync("update relay_position set published_sequence = last_sequence from event_shard where event_shard.shard = relay_position.shard");

        await _old.RunOnceAsync();
        Assert.False(await _old.IsArchivedAsync());
        await _old.RunOnceAsync();
        Assert.True(await _old.IsArchivedAsync());

        Assert.Equal(64L, await QueryAsync<long>($"select count(*) from archive where through_sequence = {OldLedger.High - 1}"));
        Assert.Equal(0L, await QueryAsync<long>($"select count(*) from entry where sequence < {OldLedger.High}"));
        Assert.True(await QueryAsync<bool>($"select count(*) > 100 and max(sequence) < {OldLedger.High} from entry_archived_0"));
        Assert.Equal(0L, await QueryAsync<long>($"select count(*) from event where shard < 64 and sequence < {OldLedger.High}"));
        Assert.Equal(0L, await QueryAsync<long>("select count(*) from position_snapshot join archive using (shard) where at < until"));

        // A meter hears of every ledger in the process.
        Assert.Contains((await _old.Running.GetAsync("/metrics")).Text.Split('\n'), line =>
            line.StartsWith("composerp_ledger_housekeeping_ranges_archived_total", StringComparison.Ordinal)
            && int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture) >= 1);
    }

    [Fact]
    public async Task The_ledger_is_proven_from_the_opening_balances_on_and_what_was_changed_is_found()
    {
        await _old.ArchiveAsync();
        await new RandomHistory(_old.Running, 3) { FirstDay = 90 }.PostAsync(300);
        Assert.True(await _old.IsProvenAsync());
        Assert.True(await _old.IsProvenAsync(full: true));

        foreach (var (table, column) in new[] { ("opening_balance", "balance"), ("opening_balance", "version"), ("opening_balance", "value"), ("entry", "balance"), ("position_snapshot", "balance") })
        {
            await _old.RunAsync($"update {table} set {column} = {column} + 1");
            Assert.False(await _old.IsProvenAsync(full: true), $"{table}.{column}");
            await _old.RunAsync($"update {table} set {column} = {column} - 1");
        }

        Assert.True(await _old.IsProvenAsync(full: true));
    }

    [Fact]
    public async Task The_next_range_follows_and_only_its_opening_balances_stay()
    {
        await _old.ArchiveAsync();
        await _old.RunAsync("update entry set recorded_at = least(recorded_at, '2026-03-21')");
        await _old.CloseAsync("2026-05-31");
        Assert.True(await _old.IsProvenAsync());
        await _old.RunOnceAsync();
        await _old.RunOnceAsync();

        Assert.True(await QueryAsync<bool>($"select to_regclass('entry_archived_{OldLedger.High}') is not null"));
        Assert.Equal(1L, await QueryAsync<long>("select count(distinct through_sequence) from opening_balance"));
        await new RandomHistory(_old.Running, 3) { FirstDay = 100 }.PostAsync(300);
        Assert.True(await _old.IsProvenAsync(full: true));
        var entries = await EntryFold.ReadAsync(_old.Running.Database, "entry_archived_0", $"entry_archived_{OldLedger.High}");

        foreach (var instant in entries.OccurredAt.Where(at => at > new DateTimeOffset(2026, 6, 5, 0, 0, 0, TimeSpan.Zero)).Take(5))
        {
            await PastAnswers.AssertAsync(_old.Running, entries, instant, isRecorded: false);
        }
    }

    [Fact]
    public async Task Posting_goes_on_meanwhile()
    {
        await _old.CloseAsync();
        Assert.True(await _old.IsProvenAsync());
        using var done = new CancellationTokenSource();
        var posting = Task.WhenAll(Enumerable.Range(0, 4).Select(async client =>
        {
            for (var n = 0; !done.IsCancellationRequested; n++)
            {
                await _old.Running.PostedAsync(
                    $$"""{"id":"{{client}}-{{n}}","kind":"RECEIPT","location":"{{(client % 2 == 0 ? "A" : "B")}}","lines":[{"sku":"bolt","quantity":1,"unitPrice":1}]}""");
            }
        }));

        while (!await _old.IsArchivedAsync())
        {
            try
            {
                await _old.RunOnceAsync();
            }
            catch (PostgresException missed) when (missed.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                // Comes again, as the service does.
            }
        }

        await done.CancelAsync();
        await posting;
        Assert.True(await _old.IsProvenAsync(full: true));
    }

    [Fact]
    public async Task While_the_ledger_is_proven_no_range_goes()
    {
        await _old.CloseAsync();
        Assert.True(await _old.IsProvenAsync());
        await _old.RunOnceAsync();
        await using (var connection = await _old.Running.Database.OpenConnectionAsync(Token))
        await using (var transaction = await connection.BeginTransactionAsync(Token))
        await using (var proving = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended('composerp.integrity', 0))", connection, transaction))
        {
            await proving.ExecuteNonQueryAsync(Token);
            await _old.RunOnceAsync();
            Assert.False(await _old.IsArchivedAsync());
        }

        await _old.RunOnceAsync();
        Assert.True(await _old.IsArchivedAsync());
    }

    [Fact]
    public async Task A_shard_that_begins_later_begins_behind_what_is_archived()
    {
        await _old.ArchiveAsync();
        var code = Enumerable.Range(0, 1_000).Select(n => $"N{n}").First(one =>
            Shards.OfLocation(one) != Shards.OfLocation("A") && Shards.OfLocation(one) != Shards.OfLocation("B"));
        await _old.Running.AddLocationAsync(code);
        await _old.Running.PostedAsync(
            $$"""{"id":"new","kind":"RECEIPT","location":"{{code}}","lines":[{"sku":"bolt","quantity":1,"unitPrice":1}]}""");

        Assert.Equal((long)OldLedger.High + 1, await QueryAsync<long>($"select sequence from entry where movement_id = 'new'"));
        Assert.True(await _old.IsProvenAsync(full: true));
    }

    private async Task NothingIsPreparedAsync()
    {
        await _old.RunOnceAsync();
        Assert.Equal(0L, await QueryAsync<long>("select max(greatest(prepared_through, through_sequence)) from archive"));
    }

    private Task<T> QueryAsync<T>(string sql) => _old.Running.QueryAsync<T>(sql);
}
