using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.Bench.Ledger;

/// <summary>What PostgreSQL does with the ledger's own tables and indexes when nobody checks anything.</summary>
internal sealed class References(string database)
{
    private const int RowsPerTransaction = 1_000;

    // As many positions as the load on the ledger has.
    private const int Positions = LedgerScene.Items * LedgerScene.Locations;

    private const string InsertEntries = """
        insert into entry (shard, sequence, line, part, parts, is_correction, occurred_at, recorded_at, position_id, quantity, version,
            balance, value_balance, value, movement_id, kind, contra, unit_price, actor)
        select shard, sequence, 1, 1, 1, false, now(), now(), position_id, -10000, version, 1000000, 0, -10000, movement_id, 'SALE', 'CUSTOMER', 1.99, 'bench'
        from unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[]) as line (shard, sequence, position_id, version, movement_id)
        """;

    private const string UpsertPositions = """
        insert into position (shard, id, location, sku, lot, account, balance, version, value, uncosted, moved_at, is_floor_lifted, pool_quantity, pool_value)
        select distinct on (position_id) shard, position_id, location, sku, '', 'ON_HAND', 1000000, version, 0, 0, now(), true, 1000000, 1000000
        from unnest($1::smallint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[]) as line (shard, position_id, location, sku, version)
        order by position_id, version desc
        on conflict (shard, location, sku, lot, account) do update
        set balance = excluded.balance, version = excluded.version, moved_at = excluded.moved_at, pool_quantity = excluded.pool_quantity
        """;

    private readonly long[] _sequences = new long[64];

    /// <summary>Reference B: entries per second by unnest with upserts of their positions, 1,000 in a transaction; the best of 1, 2 and 4 connections.</summary>
    public async Task<double> UnnestAsync(TimeSpan time, CancellationToken token)
    {
        var best = 0.0;

        foreach (var connections in new[] { 1, 2, 4 })
        {
            var started = Stopwatch.GetTimestamp();
            var rows = await Task.WhenAll(Enumerable.Range(0, connections).Select(lane => InsertAsync(lane, connections, time, token)));
            best = Math.Max(best, rows.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return best;
    }

    /// <summary>Reference C: entries per second by COPY, one connection.</summary>
    public async Task<double> CopyAsync(TimeSpan time, CancellationToken token)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(token);
        var random = new Random(Seed: 3);
        var started = Stopwatch.GetTimestamp();
        var rows = 0L;

        while (Stopwatch.GetElapsedTime(started) < time)
        {
            await using var copy = await connection.BeginBinaryImportAsync(
                "copy entry (shard, sequence, line, part, parts, is_correction, occurred_at, recorded_at, position_id, quantity, version, balance, value_balance, value, movement_id, kind, contra, unit_price, actor) from stdin binary",
                token);

            foreach (var row in Rows(random, 0, 1))
            {
                await WriteAsync(copy, row, token);
            }

            await copy.CompleteAsync(token);
            rows += RowsPerTransaction;
        }

        return rows / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, Row row, CancellationToken token)
    {
        var now = TimeProvider.System.GetUtcNow();
        await copy.StartRowAsync(token);
        await copy.WriteAsync(row.Shard, token);
        await copy.WriteAsync(row.Sequence, token);
        await copy.WriteAsync(1, token);
        await copy.WriteAsync((short)1, token);
        await copy.WriteAsync((short)1, token);
        await copy.WriteAsync(false, token);
        await copy.WriteAsync(now, NpgsqlDbType.TimestampTz, token);
        await copy.WriteAsync(now, NpgsqlDbType.TimestampTz, token);
        await copy.WriteAsync(row.Position, token);
        await copy.WriteAsync(-10_000L, token);
        await copy.WriteAsync(row.Sequence, token);
        await copy.WriteAsync(1_000_000L, token);
        await copy.WriteAsync(0L, token);
        await copy.WriteAsync(-10_000L, token);
        await copy.WriteAsync(row.MovementId, token);
        await copy.WriteAsync("SALE", token);
        await copy.WriteAsync("CUSTOMER", token);
        await copy.WriteAsync(1.99m, token);
        await copy.WriteAsync("bench", token);
    }

    private async Task<long> InsertAsync(int lane, int lanes, TimeSpan time, CancellationToken token)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(token);
        var random = new Random(lane);
        var started = Stopwatch.GetTimestamp();
        var count = 0L;

        while (Stopwatch.GetElapsedTime(started) < time)
        {
            var rows = Rows(random, lane, lanes).ToArray();
            await using var transaction = await connection.BeginTransactionAsync(token);
            await using var batch = new NpgsqlBatch(connection, transaction)
            {
                BatchCommands =
                {
                    Step(InsertEntries, Of(rows, row => row.Shard), Of(rows, row => row.Sequence), Of(rows, row => row.Position), Of(rows, row => row.Sequence), Of(rows, row => row.MovementId)),
                    Step(UpsertPositions, Of(rows, row => row.Shard), Of(rows, row => row.Position), Of(rows, row => row.Location), Of(rows, row => row.Sku), Of(rows, row => row.Sequence)),
                },
            };
            await batch.PrepareAsync(token);
            await batch.ExecuteNonQueryAsync(token);
            await transaction.CommitAsync(token);
            count += rows.Length;
        }

        return count;
    }

    // Connections write to shards of their own, as the ledger's lanes do.
    private IEnumerable<Row> Rows(Random random, int lane, int lanes)
    {
        for (var n = 0; n < RowsPerTransaction; n++)
        {
            var shard = (random.Next(64 / lanes) * lanes) + lane;
            var position = random.Next(Positions / 64);
            var sequence = ++_sequences[shard];

            yield return new(
                (short)shard, sequence, (shard * 1_000_000L) + position, $"L{shard:D3}", $"ITEM-{position:D6}", $"bench/{shard}/{sequence:D12}/0123456789");
        }
    }

    private static NpgsqlBatchCommand Step(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);

        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static NpgsqlParameter<T[]> Of<T>(Row[] rows, Func<Row, T> value) => new() { TypedValue = Array.ConvertAll(rows, row => value(row)) };

    private sealed record Row(short Shard, long Sequence, long Position, string Location, string Sku, string MovementId);
}
