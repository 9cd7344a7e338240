using System.Text.Json;
using Composerp.Contracts;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Integrity;

public sealed class ProveIntegrityTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly int _shardOfA = Shards.OfLocation("A");

    private static readonly string[] _tables =
        ["entry", "position", "movement_id", "event_shard", "reservation", "cost_layer", "serial", "position_snapshot"];

    private RunningLedger _ledger = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What is done to the tables, and the claims that are broken by it.</summary>
    private static (string Damage, string Claims)[] Damages =>
    [
        ("update position set balance = balance + 1 where sku = 'bolt' and location = 'A' and account = 'ON_HAND'",
            "pools-are-the-fold-of-quantities positions-are-the-fold-of-quantities"),
        ("update position set version = version + 1 where sku = 'beam' and location = 'A' and account = 'ON_HAND'",
            "positions-are-the-fold-of-versions"),
        ("update position set value = value + 1 where sku = 'bolt' and location = 'B' and account = 'ON_HAND'",
            "pools-are-the-fold-of-values positions-are-the-fold-of-values"),
        ("update position set pool_value = pool_value + 1 where sku = 'bolt' and location = 'A' and account = 'ON_HAND'",
            "pools-are-the-fold-of-values"),
        ("update position set balance = -1 where sku = 'drill' and lot = 'S2' and account = 'ON_HAND'",
            "floors-hold pools-are-the-fold-of-quantities positions-are-the-fold-of-quantities"),
        ("delete from position where sku = 'beam' and location = 'B' and account = 'IN_TRANSIT'",
            "sums-zero"),
        ("delete from entry where movement_id = 'late'", "balances-run sequences-contiguous values-run versions-contiguous"),
        ("delete from entry where movement_id = 'pair' and line = 2", "balances-run lines-contiguous values-run versions-contiguous"),
        ("delete from entry where movement_id = 'transfer' and quantity > 0",
            "balances-run sequences-contiguous sums-zero values-run versions-contiguous"),
        ("update entry set version = version + 1 where movement_id = 'pair' and line = 2", "versions-contiguous"),
        ("update entry set quantity = quantity + 1 where movement_id = 'pair' and line = 1", "balances-run"),
        ("update entry set balance = balance + 1 where movement_id = 'pair' and line = 1", "balances-run"),
        ("update entry set value = value + 1 where movement_id = 'pair' and line = 1", "values-run"),
        ("update entry set value_balance = value_balance + 1 where movement_id = 'pair' and line = 1", "values-run"),
        ("update entry set recorded_at = recorded_at - interval '1 day' where movement_id = 'pair'", "recorded-in-order"),
        ("update entry set quantity = quantity + 1, balance = balance + 1 where movement_id = 'transfer' and quantity > 0 and line = 1",
            "sums-zero"),
        ("""
            insert into entry (
                sequence, occurred_at, recorded_at, position_id, quantity, version, balance, value_balance, value, shard, line, part, parts,
                is_correction, movement_id, kind, contra)
            select
                sequence, occurred_at, recorded_at, position_id, quantity, version, balance, value_balance, value, shard, line + 1, part, parts,
                is_correction, movement_id, kind, contra
            from entry where movement_id = 'late'
            """,
            "balances-run values-run versions-contiguous"),
        ("update movement_id set sequence = sequence + 100 where id = 'pair'", "movements-remembered"),
        ("delete from movement_id where id = 'transfer'", "movements-remembered movements-whole sums-zero"),
        ("update event_shard set last_sequence = last_sequence - 1 where shard = {0}", "sequences-contiguous"),
        ("update event_shard set last_sequence = last_sequence + 1 where shard = {0}", "sequences-contiguous"),
        ("update reservation set open = open + 1", "holds-are-what-is-reserved"),
        ("delete from reservation", "holds-are-what-is-reserved"),
        ("update cost_layer set value = value + 1", "layers-are-the-worth-of-their-pool"),
        ("delete from cost_layer", "layers-are-the-goods-of-their-pool layers-are-the-worth-of-their-pool"),
        ("delete from serial where serial = 'S1'", "pieces-are-where-their-numbers-are"),
        ("update position_snapshot set balance = balance + 1", "snapshots-are-sums-of-quantities"),
        ("update position_snapshot set value = value + 1", "snapshots-are-sums-of-values"),
    ];

    public async ValueTask InitializeAsync()
    {
        _ledger = await RunningLedger.StartAsync(databases, Token);
        await _ledger.AddItemsAsync("bolt");
        Assert.Equal(200, (await _ledger.SendAsync(HttpMethod.Put, "/v1/items/beam", """{"name":"beam","valuation":"fifo"}""")).Status);
        Assert.Equal(200, (await _ledger.SendAsync(HttpMethod.Put, "/v1/items/drill", """{"name":"drill","tracking":"serial"}""")).Status);
        await _ledger.AddLocationAsync("A");
        await _ledger.AddLocationAsync("B");
        await PostAsync("r", "RECEIPT", """{"sku":"bolt","quantity":500,"unitPrice":2},{"sku":"beam","quantity":9,"unitPrice":3},{"sku":"drill","lot":"S1","quantity":1},{"sku":"drill","lot":"S2","quantity":1}""");
        await PostAsync("hold", "RESERVATION", """{"sku":"bolt","quantity":2}""");
        await PostAsync("transfer", "TRANSFER_OUT", """{"sku":"beam","quantity":2},{"sku":"bolt","quantity":1}""", ",\"toLocation\":\"B\"");
        await PostAsync("arrival", "TRANSFER_IN", """{"sku":"bolt","quantity":1}""", ",\"toLocation\":\"B\"");
        await PostAsync("sold", "SALE", """{"sku":"drill","lot":"S2","quantity":1}""");
        await PostAsync("pair", "SALE", """{"sku":"bolt","quantity":1},{"sku":"bolt","quantity":2},{"sku":"bolt","quantity":1}""");
        await PostAsync("many", "SALE", string.Join(',', Enumerable.Repeat("""{"sku":"bolt","quantity":1}""", 130)));
        await PostAsync("back", "SALE", """{"sku":"bolt","quantity":1}""", ",\"occurredAt\":\"2026-01-01T00:00:00Z\"");
        await PostAsync("late", "SALE", """{"sku":"bolt","quantity":1}""");
        await PostAsync("last", "SALE", """{"sku":"bolt","quantity":1}""");
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task A_sound_ledger_is_proven_and_a_proof_goes_on_where_the_last_one_ended()
    {
        var first = await ProveAsync();
        var second = await ProveAsync();
        await PostAsync("more", "SALE", """{"sku":"bolt","quantity":1}""");
        var third = await ProveAsync();

        Assert.All([first, second, third], proof => Assert.Equal("proven", proof.Verdict));
        Assert.Equal((0, 10), first.RangeOf(_shardOfA));
        Assert.Equal((10, 10), second.RangeOf(_shardOfA));
        Assert.Equal((10, 11), third.RangeOf(_shardOfA));
        var fold = await FoldAsync();

        Assert.Equal((0, 11), (await ProveAsync(full: true)).RangeOf(_shardOfA));
        Assert.Equal(fold, await FoldAsync());
    }

    [Fact]
    public async Task Every_damage_is_found_and_named_and_what_was_repaired_is_proven()
    {
        await RunAsync(KeepTables + "; alter table position drop constraint position_at_or_above_floor");

        foreach (var (damage, claims) in Damages)
        {
            await RunAsync(string.Format(null, damage, _shardOfA));
            var proof = await ProveAsync(full: true);

            Assert.Equal((damage, claims, "violated"), (damage, string.Join(' ', proof.Claims), proof.Verdict));
            await RunAsync(RestoreTables);
        }

        Assert.Equal("proven", (await ProveAsync(full: true)).Verdict);
    }

    [Fact]
    public async Task A_violation_names_shard_position_and_place_and_shows_in_the_metrics()
    {
        await RunAsync("update entry set balance = balance + 1 where movement_id = 'pair' and line = 2");
        var violation = Assert.Single((await ProveAsync()).Violations);

        Assert.Equal((_shardOfA, "balances-run"), (violation.GetProperty("shard").GetInt32(), violation.GetProperty("claim").GetString()));
        Assert.Equal("""{"location":"A","sku":"bolt","lot":"","account":"ON_HAND"}""", violation.GetProperty("position").GetRawText());
        Assert.Equal(2, violation.GetProperty("line").GetInt32());
        Assert.Equal(1, violation.GetProperty("found").GetDecimal() - violation.GetProperty("expected").GetDecimal());
        Assert.Contains((await _ledger.GetAsync("/metrics")).Text.Split('\n'), line =>
            line.StartsWith("composerp_ledger_integrity_violations", StringComparison.Ordinal) && line.Split(' ')[1] == "1");
    }

    [Fact]
    public async Task What_was_violated_is_looked_at_again_and_what_is_new_is_looked_at_first()
    {
        Assert.Equal("proven", (await ProveAsync()).Verdict);
        await PostAsync("new", "SALE", """{"sku":"bolt","quantity":1},{"sku":"bolt","quantity":1}""");
        await RunAsync("update entry set version = version + 1 where movement_id = 'new' and line = 2");

        foreach (var full in new[] { false, false, true })
        {
            var proof = await ProveAsync(full);
            Assert.Equal(["versions-contiguous"], proof.Claims);
            Assert.Equal((full ? 0 : 10, 11), proof.RangeOf(_shardOfA));
        }

        await RunAsync("update entry set version = version - 1 where movement_id = 'new' and line = 2");
        Assert.Equal("proven", (await ProveAsync()).Verdict);
    }

    [Fact]
    public async Task The_ledger_is_proven_while_others_post()
    {
        using var done = new CancellationTokenSource();
        var posting = Task.WhenAll(Enumerable.Range(0, 4).Select(async client =>
        {
            for (var n = 0; !done.IsCancellationRequested; n++)
            {
                await PostAsync($"{client}-{n}", "TRANSFER_OUT", """{"sku":"bolt","quantity":0.001},{"sku":"beam","quantity":0.001}""", ",\"toLocation\":\"B\"");
                await PostAsync($"{client}-{n}-in", "TRANSFER_IN", """{"sku":"bolt","quantity":0.001}""", ",\"toLocation\":\"B\"");
            }
        }));

        var ends = new List<long>();

        for (var n = 0; n < 6; n++)
        {
            var proof = await ProveAsync(full: n % 3 == 2);
            Assert.True(proof.Verdict == "proven", proof.Text);
            ends.Add(proof.RangeOf(_shardOfA).To);
        }

        await done.CancelAsync();
        await posting;
        Assert.True(ends[^1] > ends[0]);
        Assert.Equal("proven", (await ProveAsync()).Verdict);
    }

    [Fact]
    public async Task One_proof_runs_at_a_time()
    {
        await using var connection = await _ledger.Database.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "select pg_advisory_xact_lock(hashtextextended('composerp.integrity', 0))";
        await command.ExecuteNonQueryAsync(Token);

        var refused = await _ledger.GetAsync("/v1/integrity");

        Assert.Equal((409, "proof-running"), (refused.Status, refused.Problem));
        await transaction.RollbackAsync(Token);
        Assert.Equal("proven", (await ProveAsync()).Verdict);
    }

    private static string KeepTables => string.Join(';', _tables.Select(table => $"create table kept_{table} as table {table}"));

    // Those that others refer to are put right in place.
    private static string RestoreTables => string.Join(';', _tables.Select(table => table == "event_shard"
        ? "update event_shard set last_sequence = kept.last_sequence from kept_event_shard as kept where kept.shard = event_shard.shard"
        : $"delete from {table}; insert into {table} select kept.* from kept_{table} as kept"));

    private async Task PostAsync(string id, string kind, string lines, string more = "") =>
        await _ledger.PostedAsync($$"""{"id":"{{id}}","kind":"{{kind}}","location":"A","lines":[{{lines}}]{{more}}}""");

    private async Task<Proof> ProveAsync(bool full = false)
    {
        var answer = await _ledger.GetAsync($"/v1/integrity{(full ? "?full=true" : "")}");
        Assert.True(answer.Status == 200, answer.Text);

        return new(answer.Text, [.. answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))]);
    }

    private Task<string> FoldAsync() => _ledger.QueryAsync<string>(
        "select string_agg(format('%s %s %s %s %s', shard, position_id, balance, version, value), ',' order by shard, position_id) from proven_position");

    private async Task RunAsync(string sql)
    {
        await using var command = _ledger.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    private sealed record Proof(string Text, IReadOnlyList<JsonElement> Lines)
    {
        public string? Verdict => Lines[^1].GetProperty("type").GetString() == "ledger" ? Lines[^1].GetProperty("verdict").GetString() : null;

        public IEnumerable<JsonElement> Violations => Lines.Where(line => line.GetProperty("type").GetString() == "violation");

        public IEnumerable<string?> Claims => Violations.Select(line => line.GetProperty("claim").GetString()).Distinct().Order(StringComparer.Ordinal);

        public (long From, long To) RangeOf(int shard)
        {
            var line = Lines.Single(line => line.GetProperty("type").GetString() == "shard" && line.GetProperty("shard").GetInt32() == shard);

            return (line.GetProperty("from").GetInt64(), line.GetProperty("sequence").GetInt64());
        }
    }
}
