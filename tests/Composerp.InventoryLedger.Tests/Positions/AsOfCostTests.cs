using System.Text.Json;
using Composerp.InventoryLedger.Positions;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.ServiceDefaults.Postgres;
using Composerp.Tests.Support;
using Npgsql;

namespace Composerp.InventoryLedger.Tests.Positions;

/// <summary>What a past moment costs does not depend on how much has happened.</summary>
public sealed class AsOfCostTests(TestDatabases databases) : IAsyncLifetime
{
    private const int Entries = 40_000;

    private static readonly DateTimeOffset _first = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private RunningLedger _ledger = null!;

    // What posting leaves: the first of many positions has an entry a minute and a snapshot for every 128th of them, the
    // others have two. So a position has three on average, which is what the planner knows.
    private static string Positions => $"""
        insert into position (
            id, balance, version, value, uncosted, moved_at, pool_quantity, pool_value, shard, is_floor_lifted, location, sku, lot, account)
        select
            1000 + n, 10000, case n when 0 then {Entries} else 2 end, 0, 0, timestamptz '2027-01-01Z', 0, 0, shard, false, code, 'i' || n, '',
            'ON_HAND'
        from location cross join generate_series(0, 20000) as n;
        insert into position_snapshot (shard, position_id, at, balance, value)
        select shard, 1000, timestamptz '2026-01-01Z' + n * interval '1 minute', n * 10000, n
        from location cross join generate_series(128, {Entries}, 128) as n;
        insert into entry (
            shard, sequence, line, part, parts, is_correction, occurred_at, position_id, quantity, version, balance, value_balance,
            movement_id, kind, contra, recorded_at)
        select
            shard, sequence, line, 1, 1, false, occurred_at, position_id, 10000, version, version * 10000, version, 'm' || sequence,
            'RECEIPT', 'SUPPLIER', occurred_at + interval '1 year'
        from location cross join (
            select n, 1, n, 1000, timestamptz '2026-01-01Z' + n * interval '1 minute' from generate_series(1, {Entries}) as n
            union all
            select 100000 + n, v, v, 1000 + n, timestamptz '2026-01-01Z' from generate_series(1, 20000) as n, generate_series(1, 2) as v
        ) as logged (sequence, line, version, position_id, occurred_at);
        analyze;
        """;

    public async ValueTask InitializeAsync()
    {
        _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);
        await _ledger.AddLocationAsync("A");
        await using var command = _ledger.Database.CreateCommand(Positions);
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Of_a_busy_position_a_few_pages_are_read_whatever_the_moment()
    {
        for (var minute = 100; minute < Entries; minute += Entries / 5)
        {
            Assert.InRange(await PagesAsync("read_stock_occurred.sql", _first.AddMinutes(minute)), 1, 60);
            Assert.InRange(await PagesAsync("read_stock_recorded.sql", _first.AddYears(1).AddMinutes(minute)), 1, 300);
        }
    }

    private async Task<long> PagesAsync(string sql, DateTimeOffset instant)
    {
        await using var command = _ledger.Database.CreateCommand(
            $"explain (analyze, buffers, format json) {SqlFile.Of(typeof(ListPositionsAsOf), sql)}");
        NpgsqlParameter[] parameters = [.. Place.Columns([new("A", "i0")]), Sql.Instant(instant), Sql.Day(null), Sql.Text(null)];
        Array.ForEach(parameters, parameter => command.Parameters.Add(parameter));
        var plan = JsonElement.Parse((string)(await command.ExecuteScalarAsync())!)[0].GetProperty("Plan");
        Assert.Equal(1, plan.GetProperty("Actual Rows").GetDouble());

        return plan.GetProperty("Shared Hit Blocks").GetInt64() + plan.GetProperty("Shared Read Blocks").GetInt64();
    }
}
