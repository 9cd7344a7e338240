using Composerp.InventoryLedger.Tests.Housekeeping;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Api;

/// <summary>One ledger in which everything can go wrong. What is refused changes nothing, so that all bad requests share it.</summary>
public sealed class BadRequestLedger(TestDatabases databases) : IAsyncLifetime
{
    /// <summary>Movements that may wait: fewer than one request may have.</summary>
    public const int WaitingMax = 100;

    private RunningLedger _running = null!;

    private OldLedger _old = null!;

    private string _before = "";

    public async ValueTask InitializeAsync()
    {
        _running = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken, ("Posting:WaitingMax", $"{WaitingMax}"));
        await DoneAsync("/v1/items", """
            [{"sku":"bolt","name":"Bolt","decimals":0,"units":{"box":100}},{"sku":"milk","name":"Milk","decimals":0,"tracking":"lot"},
             {"sku":"drill","name":"Drill","tracking":"serial"},{"sku":"sand","name":"Sand"},{"sku":"new","name":"New"}]
            """);
        await DoneAsync("/v1/locations", """
            [{"code":"A","name":"A","kind":"store"},{"code":"B","name":"B","kind":"store"},{"code":"N","name":"N","kind":"store","allowsNegative":true},
             {"code":"M","name":"M","kind":"store","goLive":"2026-04-01"},{"code":"Z","name":"Z","kind":"store","goLive":"2999-01-01"}]
            """);
        await DoneAsync("/v1/movements", """
            [{"id":"r","kind":"RECEIPT","location":"A","occurredAt":"2026-04-01T10:00:00Z","lines":[
                {"sku":"bolt","quantity":10,"unitPrice":1},{"sku":"milk","quantity":10,"lot":"L1","expiresOn":"2999-01-01"},
                {"sku":"drill","quantity":1,"lot":"S1"},{"sku":"sand","quantity":900000000000000}]},
             {"id":"s","kind":"SALE","location":"A","occurredAt":"2026-04-01T11:00:00Z","lines":[{"sku":"bolt","quantity":1}]},
             {"id":"below","kind":"SALE","location":"N","lines":[{"sku":"sand","quantity":900000000000000}]},
             {"id":"s/back","kind":"REVERSAL","reverses":"s"},
             {"id":"h","kind":"RESERVATION","location":"A","lines":[{"sku":"bolt","quantity":3}]},
             {"id":"gone","kind":"RESERVATION","location":"A","lines":[{"sku":"bolt","quantity":1}]},
             {"id":"gone/end","kind":"RESERVATION_RELEASE","location":"A","reservation":"gone"}]
            """);
        await DoneAsync("/v1/cost-corrections", """{"id":"c","movement":"r","lines":[{"sku":"bolt","unitPrice":2}]}""");
        await DoneAsync("/v1/period/close", """{"through":"2026-03-31","actor":"ann"}""");
        var known = await _running.ImportAsync("date,sku,location,quantity\n2026-04-02,bolt,A,1\n");
        known.AssertCounts(rows: 1, posted: 1, quantity: 1);
        await using var others = _running.Database.CreateCommand("""
            insert into import (id, kind, source, is_dry_run, status, rows, posted, already_posted, zeros, refused, quantity, started_at, alive_at)
            values ('running', 'sales', 'shop', false, 'running', 0, 0, 0, 0, 0, 0, now(), now() + interval '1 day');
            insert into dead_letter (source, shard, sequence, type, recorded_at, data, reason, sender, sender_event_id)
            values
                ('integration-events', -1, 1, 'of.no.kind', now(), '{}', 'It is of no kind.', 'urn:till', '1'),
                ('another-service', 0, 1, 'of.no.kind', now(), '{}', 'It is of no kind.', null, null)
            """);
        await others.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        _old = await OldLedger.StartAsync(databases);
        await _old.ArchiveAsync();
        _before = await StateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Equal(_before, await StateAsync());
        await LedgerTruth.AssertHoldsAsync(_running.Database);
        await _running.DisposeAsync();
        await _old.DisposeAsync();
    }

    internal RunningLedger Of(BadRequest request) => request.IsArchived ? _old.Running : _running;

    private async Task DoneAsync(string path, string json)
    {
        var answer = await _running.SendAsync(HttpMethod.Post, path, json);
        Assert.True(answer.Status is 200 or 201 && !answer.Text.Contains("refused", StringComparison.Ordinal), answer.Text);
    }

    // The log has everything that was ever changed, but for what is no part of it.
    private Task<string> StateAsync() => _running.QueryAsync<string>("""
        select concat_ws(' ',
            (select sum(last_sequence) from event_shard), (select count(*) from movement_id), (select count(*) from item), (select count(*) from location),
            (select count(*) from period_closing), (select count(*) from dead_letter where applied_at is null))
        """);
}
