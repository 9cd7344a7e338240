using System.Text.Json;
using Composerp.Contracts;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Housekeeping;

/// <summary>What is told, and what is not, once entries are archived.</summary>
public sealed class ArchivedReadsTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly int _shard = Shards.OfLocation("A");

    private OldLedger _old = null!;

    public async ValueTask InitializeAsync() => _old = await OldLedger.StartAsync(databases);

    public ValueTask DisposeAsync() => _old.DisposeAsync();

    [Fact]
    public async Task Any_later_moment_is_the_sum_of_all_entries_until_then()
    {
        await _old.ArchiveAsync();
        await new RandomHistory(_old.Running, 3) { FirstDay = 62 }.PostAsync(300);
        var entries = await EntryFold.ReadAsync(_old.Running.Database, "entry_archived_0");
        var until = await UntilAsync();

        foreach (var instant in PastAnswers.Sample(entries.OccurredAt.Where(at => at > until.AddTicks(10))).Where(at => at >= until).Append(until))
        {
            await PastAnswers.AssertAsync(_old.Running, entries, instant, isRecorded: false);
        }

        foreach (var instant in PastAnswers.Sample(entries.RecordedAt.Where(at => at > until.AddTicks(10))).Where(at => at >= until).Append(until))
        {
            await PastAnswers.AssertAsync(_old.Running, entries, instant, isRecorded: true);
        }
    }

    [Fact]
    public async Task Of_an_earlier_moment_nothing_is_told_but_when_one_can_ask()
    {
        await _old.ArchiveAsync();
        var until = await UntilAsync();
        var before = $"{until.AddTicks(-10):yyyy-MM-ddTHH:mm:ss.ffffffZ}";

        foreach (var path in new[]
        {
            $"/v1/positions/as-of?asOf={before}", $"/v1/positions/as-of?asOf={before}&axis=recorded", "/v1/positions/as-of?asOf=2026-03-01",
            $"/v1/inventory-value?asOf={before}", $"/v1/positions/history?location=A&sku=bolt&from={before}",
            $"/v1/positions/history?location=A&sku=bolt&to={before}", "/v1/movements/export?from=2026-03-10", "/v1/movements/export?to=2026-03-10",
            "/v1/movements/summary?from=2026-03-10",
        })
        {
            var answer = await _old.Running.GetAsync(path);
            Assert.Equal((path, 410, "archived"), (path, answer.Status, answer.Problem));
            Assert.Equal(until, answer.Json.GetProperty("earliest").GetDateTimeOffset());
            var date = answer.String("earliestDate");
            Assert.Equal(200, (await _old.Running.GetAsync($"/v1/positions/as-of?asOf={date}")).Status);
            Assert.Equal(200, (await _old.Running.GetAsync($"/v1/positions/history?location=A&sku=bolt&from={date}")).Status);
            Assert.Equal(200, (await _old.Running.GetAsync($"/v1/movements/export?from={date}")).Status);
        }
    }

    [Fact]
    public async Task History_and_export_begin_where_entries_are_kept_and_tell_the_same()
    {
        var history = await _old.PagesAsync("/v1/positions/history?location=A&sku=bolt");
        var export = (await _old.Running.GetAsync("/v1/movements/export")).Text.Trim().Split('\n');
        await _old.ArchiveAsync();

        var kept = await _old.PagesAsync("/v1/positions/history?location=A&sku=bolt");
        Assert.True(kept.Count < history.Count && kept[0].GetProperty("version").GetInt64() > 1);
        Assert.Equal(Kept(history.Select(entry => entry.GetRawText())), kept.Select(entry => entry.GetRawText()));
        Assert.Equal(Kept(export), (await _old.Running.GetAsync("/v1/movements/export")).Text.Trim().Split('\n'));

        static IEnumerable<string> Kept(IEnumerable<string> entries) =>
            entries.Where(entry => JsonElement.Parse(entry).GetProperty("sequence").GetInt64() >= OldLedger.High);
    }

    [Fact]
    public async Task What_was_posted_is_answered_as_the_first_time_and_cannot_be_taken_back()
    {
        await _old.ArchiveAsync();

        Assert.Equal(_old.First, await _old.SendOldAsync());
        Assert.All(_old.First, answer => Assert.Equal(201, answer.Status));
        Assert.Contains("\"inStock\":10", _old.First[1].Text, StringComparison.Ordinal);

        var reversal = await _old.Running.PostAsync("""{"id":"x","kind":"REVERSAL","reverses":"old-r","occurredAt":"2026-06-01T00:00:00Z"}""");
        Assert.Equal((422, "movement-archived", "reverses movement-archived"), (reversal.Status, reversal.Problem, Assert.Single(reversal.FieldErrors)));
        var correction = await _old.Running.SendAsync(
            HttpMethod.Post, "/v1/cost-corrections", """{"id":"y","movement":"old-r","lines":[{"sku":"beam","unitPrice":4}]}""");
        Assert.Equal((422, "movement-archived", "movement movement-archived"), (correction.Status, correction.Problem, Assert.Single(correction.FieldErrors)));
        var other = await _old.Running.PostAsync(OldLedger.Receipt.Replace("10", "11", StringComparison.Ordinal));
        Assert.Equal((409, "conflicting-replay"), (other.Status, other.Problem));
        var unknown = await _old.Running.PostAsync("""{"id":"z","kind":"REVERSAL","reverses":"never","occurredAt":"2026-06-01T00:00:00Z"}""");
        Assert.Equal("unknown-movement", unknown.Problem);
        var read = await _old.Running.GetAsync("/v1/movements/old-r");
        Assert.Equal((410, "movement-archived"), (read.Status, read.Problem));
    }

    [Fact]
    public async Task From_the_moment_it_is_prepared_nothing_old_is_taken_back()
    {
        await _old.CloseAsync();
        Assert.True(await _old.IsProvenAsync());
        await _old.RunOnceAsync();

        var reversal = await _old.Running.PostAsync("""{"id":"x","kind":"REVERSAL","reverses":"old-r","occurredAt":"2026-06-01T00:00:00Z"}""");
        Assert.Equal((422, "movement-archived"), (reversal.Status, reversal.Problem));
        Assert.True(await _old.IsProvenAsync(full: true));
    }

    [Fact]
    public async Task The_feed_says_where_to_begin_and_from_there_all_positions_are_known()
    {
        await _old.ArchiveAsync();
        var gone = await _old.Running.GetAsync($"/v1/events?shard={_shard}&after={OldLedger.High - 2}");
        Assert.Equal((410, "events-archived"), (gone.Status, gone.Problem));
        Assert.Equal((_shard, OldLedger.High - 1), (gone.Number("shard"), gone.Number("archived")));
        Assert.Equal(200, (await _old.Running.GetAsync($"/v1/events?shard={_shard}&after={OldLedger.High - 1}")).Status);
        await new RandomHistory(_old.Running, 3) { FirstDay = 90 }.PostAsync(100);
        var told = new Dictionary<string, string>();
        var first = new Dictionary<int, string>();

        for (var shard = 0; shard < Shards.Count; shard++)
        {
            var begin = await _old.Running.GetAsync($"/v1/events?shard={shard}&after=0");
            Assert.Equal(410, begin.Status);
            var start = begin.Number("start");

            foreach (var logged in await ReadAsync(shard, start - 1))
            {
                Assert.Equal(start++, logged.GetProperty("sequence").GetInt64());
                first.TryAdd(shard, logged.GetProperty("type").GetString()!);
                Tell(told, logged);
            }
        }

        Assert.Equal(["composerp.inventory.location-changed.v1"], first.Values.Distinct());
        Assert.Equal(
            await _old.Running.QueryAsync<string>("""
                select string_agg(format('%s %s %s %s: %s/%s', location, sku, lot, account, trim_scale(balance / 10000.0), version), ', '
                    order by location, sku, lot, account)
                from position where version > 0
                """),
            string.Join(", ", told.OrderBy(position => position.Key, StringComparer.Ordinal).Select(position => $"{position.Key}: {position.Value}")));
    }

    [Fact]
    public async Task Who_follows_changes_from_before_reads_anew()
    {
        await _old.ArchiveAsync();

        Assert.Equal((410, "archived"), await FollowAsync($"{_shard}:{OldLedger.High - 2}"));
        Assert.Equal((410, "archived"), await FollowAsync("0"));
        Assert.Equal((200, ""), await FollowAsync($"{_shard}:{OldLedger.High - 1}", "?location=A"));
        Assert.Equal((200, ""), await FollowAsync(null));
    }

    [Fact]
    public async Task Nothing_is_posted_to_the_archived_time()
    {
        await _old.ArchiveAsync();
        var late = await _old.Running.PostAsync(
            """{"id":"late","kind":"SALE","location":"A","occurredAt":"2026-03-20T00:00:00Z","lines":[{"sku":"bolt","quantity":1}]}""");

        Assert.Equal((409, "period-closed"), (late.Status, late.Problem));
    }

    private Task<DateTimeOffset> UntilAsync() => _old.Running.QueryAsync<DateTime>("select max(until) from archive")
        .ContinueWith(read => new DateTimeOffset(read.Result, TimeSpan.Zero), TaskScheduler.Default);

    private async Task<List<JsonElement>> ReadAsync(int shard, long after)
    {
        var events = new List<JsonElement>();

        while (true)
        {
            var page = await _old.Running.GetAsync($"/v1/events?shard={shard}&after={after}&limit=100");
            Assert.True(page.Status == 200, page.Text);

            if (page.Json.GetArrayLength() == 0)
            {
                return events;
            }

            events.AddRange(page.Json.EnumerateArray());
            after = events[^1].GetProperty("sequence").GetInt64();
        }
    }

    private static void Tell(Dictionary<string, string> told, JsonElement logged)
    {
        var data = logged.GetProperty("data");

        foreach (var list in new[] { "lines", "balances" }.Where(list => data.TryGetProperty(list, out _)))
        {
            foreach (var line in data.GetProperty(list).EnumerateArray().Where(line => line.TryGetProperty("version", out _)))
            {
                var lot = line.TryGetProperty("lot", out var named) ? named.GetString() : "";
                told[$"{line.GetProperty("location")} {line.GetProperty("sku")} {lot} {line.GetProperty("account")}"] =
                    $"{line.GetProperty("balance").GetDecimal():0.####}/{line.GetProperty("version")}";
            }
        }
    }

    private async Task<(int, string)> FollowAsync(string? lastEventId, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/positions/changes{query}");

        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using var response = await _old.Running.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        return ((int)response.StatusCode, (int)response.StatusCode == 200 ? "" : (await Answer.OfAsync(response)).Problem);
    }
}
