using Composerp.Contracts;
using Composerp.InventoryLedger.Housekeeping;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Composerp.InventoryLedger.Tests.Housekeeping;

public sealed class EntryRangesTests(TestDatabases databases) : IAsyncLifetime
{
    private RunningLedger _ledger = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _ledger = await RunningLedger.StartAsync(databases, Token, ("Housekeeping:Every", "1.00:00:00"));
        await _ledger.AddItemsAsync("bolt");
        await _ledger.AddLocationAsync("A");
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Two_ranges_are_ahead_of_the_busiest_shard()
    {
        Assert.Equal("0-1000000 1000000-2000000 default", await RangesAsync());

        await RunOnceAsync();
        Assert.Equal("0-1000000 1000000-2000000 2000000-3000000 default", await RangesAsync());

        await GoOnAsync(999_999);
        await ReceiveAsync(5);
        await RunOnceAsync();
        await RunOnceAsync();

        // From one range into the next within a moment: the next ones are wider.
        Assert.Equal("0-1000000 1000000-2000000 2000000-3000000 3000000-7000000 default", await RangesAsync());
        Assert.Equal("5", await CountAsync("entry_1000000"));
    }

    [Fact]
    public async Task A_range_that_took_long_is_followed_by_none_wider()
    {
        await ReceiveAsync(1);
        await RunAsync("update entry set recorded_at = recorded_at - interval '40 days'");
        await GoOnAsync(1_000_000);
        await ReceiveAsync(1);
        await RunOnceAsync();

        Assert.Equal("0-1000000 1000000-2000000 2000000-3000000 3000000-4000000 default", await RangesAsync());
    }

    [Fact]
    public async Task What_came_before_there_was_a_range_for_it_gets_one_and_no_row_moves()
    {
        await GoOnAsync(1_999_999);
        await ReceiveAsync(1);
        await GoOnAsync(4_500_000);
        await ReceiveAsync(3);
        Assert.Equal("4", await CountAsync("entry_beyond"));
        var table = await _ledger.QueryAsync<uint>("select 'entry_beyond'::regclass::oid");

        // An attempt that was cut off.
        await RunAsync("select bound_entries_beyond(2000000, 5000000)");
        await RunOnceAsync();

        Assert.Equal("0-1000000 1000000-2000000 2000000-10000000 10000000-14000000 14000000-18000000 default", await RangesAsync());
        Assert.Equal(("0", "4"), (await CountAsync("entry_beyond"), await CountAsync("entry_2000000")));
        Assert.Equal(table, await _ledger.QueryAsync<uint>("select 'entry_2000000'::regclass::oid"));
        await ReceiveAsync(2);
        Assert.Equal("6", await CountAsync("entry_2000000"));
        Assert.Equal(6, await _ledger.OnHandAsync("A", "bolt"));
        Assert.Equal(0L, await _ledger.QueryAsync<long>("select count(*) from pg_constraint where conname = 'entry_beyond_bounds'"));
    }

    [Fact]
    public async Task Who_reads_long_is_not_waited_for_and_who_posts_goes_on()
    {
        await GoOnAsync(2_500_000);
        await ReceiveAsync(1);
        await using var connection = await _ledger.Database.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var read = new NpgsqlCommand("select count(*) from entry", connection, transaction);
        await read.ExecuteScalarAsync(Token);

        var missed = await Assert.ThrowsAsync<PostgresException>(RunOnceAsync);
        Assert.True(BriefLock.IsMissed(missed));
        await ReceiveAsync(1);
        Assert.Equal("2", await CountAsync("entry_beyond"));

        await transaction.RollbackAsync(Token);
        await RunOnceAsync();
        Assert.Equal(("0", "2"), (await CountAsync("entry_beyond"), await CountAsync("entry_2000000")));
    }

    [Fact]
    public async Task One_replica_at_a_time_keeps_house()
    {
        await using var connection = await _ledger.Database.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var held = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended('composerp.housekeeping', 0))", connection, transaction);
        await held.ExecuteNonQueryAsync(Token);

        await RunOnceAsync();
        Assert.Equal("0-1000000 1000000-2000000 default", await RangesAsync());

        await transaction.RollbackAsync(Token);
        await RunOnceAsync();
        Assert.Equal("0-1000000 1000000-2000000 2000000-3000000 default", await RangesAsync());
    }

    private Task RunOnceAsync() => _ledger.Services.GetRequiredService<KeepHouse>().RunOnceAsync(Token);

    private Task<string> RangesAsync() => _ledger.QueryAsync<string>("""
        select string_agg(
            coalesce(substring(bounds from 'FROM \(''(\d+)') || '-' || substring(bounds from 'TO \(''(\d+)'), 'default'),
            ' ' order by substring(bounds from 'FROM \(''(\d+)')::bigint nulls last)
        from pg_inherits join pg_class on oid = inhrelid cross join lateral pg_get_expr(relpartbound, oid) as bounds
        where inhparent = 'entry'::regclass
        """);

    private Task<string> CountAsync(string table) => _ledger.QueryAsync<string>($"select count(*)::text from {table}");

    /// <summary>As if so much had been logged.</summary>
    private Task GoOnAsync(long sequence) =>
        RunAsync($"update event_shard set last_sequence = {sequence} where shard = {Shards.OfLocation("A")}");

    private async Task ReceiveAsync(int count)
    {
        for (var n = 0; n < count; n++)
        {
            await _ledger.PostedAsync(
                $$"""{"id":"{{Guid.NewGuid()}}","kind":"RECEIPT","location":"A","lines":[{"sku":"bolt","quantity":1,"unitPrice":1}]}""");
        }
    }

    private async Task RunAsync(string sql)
    {
        await using var command = _ledger.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}
