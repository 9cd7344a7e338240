using System.Diagnostics;
using System.Globalization;
using Composerp.Contracts;

namespace Composerp.Bench.Ledger;

/// <summary>Questions about past moments, on a ledger with many millions of entries.</summary>
internal sealed class PastLoad(string database)
{
    private const int Positions = 2_000;

    private const string Place = "PAST";

    // Every tenth entry is of this one position.
    private const int Hot = 0;

    private static readonly int _shard = Shards.OfLocation(Place);

    private long _entries;

    /// <summary>Adds entries up to a number: two years of days, each position's in order of time.</summary>
    /// <remarks>
    /// Straight into the tables, as the ledger would have left them: balances, versions and a snapshot every 128 entries. Into
    /// one partition, which is filled before it has its indexes: that is several times faster.
    /// </remarks>
    public async Task FillAsync(long entries, CancellationToken token)
    {
        if (_entries == 0)
        {
            await BenchServer.RunAsync(database, MasterData, token);
        }

        await BenchServer.RunAsync(database, string.Create(CultureInfo.InvariantCulture, $"""
            create table filling (like entry including defaults including constraints);
            insert into filling select * from entry;
            insert into filling (shard, sequence, line, part, parts, is_correction, occurred_at, recorded_at, position_id, quantity, version,
                balance, value_balance, value, movement_id, kind, contra, unit_price)
            select {_shard}, n, 1, 1, 1, false, moment, moment, position_id, 10000, version, version * 10000, version * 12500, 12500, 'past/' || n, 'RECEIPT', 'SUPPLIER', 1.25
            from (
                select n, position_id, timestamptz '2024-01-01' + n * interval '2 seconds' as moment,
                    coalesce((select max(version) from position where position.shard = {_shard} and position.id = position_id), 0)
                    + row_number() over (partition by position_id order by n) as version
                from generate_series({_entries + 1}, {entries}) as n
                cross join lateral (select case when n % 10 = 0 then {Hot} else 1 + n % {Positions - 1} end as position_id) as place
            ) as entries
            order by n;
            do $$
            declare part regclass;
            begin
                for part in select inhrelid from pg_inherits where inhparent = 'entry'::regclass and inhrelid <> 'entry_beyond'::regclass loop
                    execute format('drop table %s', part);
                end loop;
            end
            $$;
            alter table filling rename to entry_past_{entries};
            alter table entry attach partition entry_past_{entries} for values from (0) to (1000000000);
            insert into position_snapshot (shard, position_id, at, balance, value)
            select {_shard}, position_id, occurred_at, balance, value_balance from entry where shard = {_shard} and sequence > {_entries} and version % 128 = 0;
            update position set (version, balance, value, pool_quantity, pool_value, moved_at) = (
                select max(version), max(balance), max(value_balance), max(balance), max(value_balance), max(occurred_at)
                from entry where entry.shard = {_shard} and entry.position_id = position.id)
            where shard = {_shard};
            analyze entry; analyze position; analyze position_snapshot
            """), token);
        _entries = entries;
    }

    /// <returns>The 99th percentile in milliseconds of single questions over HTTP, half of them about the hot position.</returns>
    public async Task<double> MeasureAsync(HttpClient http, string axis, int questions, CancellationToken token)
    {
        var random = new Random(Seed: 5);
        var milliseconds = new double[questions];

        for (var n = -questions / 10; n < questions; n++)
        {
            var sku = LedgerScene.Item(n % 2 == 0 ? Hot : 1 + random.Next(Positions - 1));
            var moment = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(2 * random.NextInt64(1, _entries));
            var started = Stopwatch.GetTimestamp();
            using var response = await http.GetAsync($"/v1/positions/as-of?location={Place}&sku={sku}&axis={axis}&asOf={Uri.EscapeDataString(moment.ToString("O"))}", token);
            response.EnsureSuccessStatusCode();

            // The first tenth warms connections, plans and pages.
            if (n >= 0)
            {
                milliseconds[n] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }
        }

        Array.Sort(milliseconds);

        return LoadResult.Quantile(milliseconds, 0.99);
    }

    private static readonly string MasterData = string.Create(CultureInfo.InvariantCulture, $"""
        insert into location (code, name, kind, time_zone, allows_negative, shard, changed_at) values ('{Place}', 'Past', 'store', 'UTC', false, {_shard}, now());
        insert into item (sku, name, unit, decimals, tracking, valuation, other_units, other_unit_quantities, changed_at)
        select 'ITEM-' || lpad(n::text, 6, '0'), 'Item', 'each', 4, 'none', 'moving-average', array[]::text[], array[]::bigint[], now() from generate_series(0, {Positions - 1}) as n;
        insert into position (id, balance, version, value, uncosted, pool_quantity, pool_value, shard, is_floor_lifted, location, sku, lot, account)
        select n, 0, 0, 0, 0, 0, 0, {_shard}, false, '{Place}', 'ITEM-' || lpad(n::text, 6, '0'), '', 'ON_HAND' from generate_series(0, {Positions - 1}) as n
        """);
}
