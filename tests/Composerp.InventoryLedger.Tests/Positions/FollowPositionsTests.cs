using System.Net.ServerSentEvents;
using System.Text.Json;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Positions;

public sealed class FollowPositionsTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly (string, string)[] _quick = [("PositionChanges:LookEvery", "00:00:00.050"), ("PositionChanges:Heartbeat", "00:00:00.200")];

    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private string _database = "";

    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _patience.CancelAfter(TimeSpan.FromMinutes(4));
        _database = await databases.CreateAsync(_patience.Token);
        _ledger = await RunningLedger.StartAsync(_database, _patience.Token, _quick);
        await _ledger.AddItemsAsync("bolt", "nut");
        await _ledger.AddLocationAsync("A");
        await _ledger.AddLocationAsync("B");
    }

    public async ValueTask DisposeAsync()
    {
        _patience.Dispose();
        await _ledger.DisposeAsync();
    }

    [Fact]
    public async Task Changes_come_with_what_positions_are_now_and_silence_with_a_heartbeat()
    {
        await using var follower = await FollowAsync(_ledger, "");
        Assert.Equal(("heartbeat", ""), await follower.NextAsync());

        await ReceiveAsync("1", "A", "bolt", 5);
        Assert.Equal("""{"location":"A","sku":"bolt","onHand":5,"reserved":0,"available":5,"inTransit":0,"version":1}""", await follower.NextChangeAsync());
        await _ledger.PostedAsync("""{"id":"h","kind":"RESERVATION","location":"A","lines":[{"sku":"bolt","quantity":2}]}""");
        var held = JsonElement.Parse(await follower.NextChangeAsync());
        Assert.Equal((5, 2, 3, 3), (held.GetProperty("onHand").GetDecimal(), held.GetProperty("reserved").GetDecimal(), held.GetProperty("available").GetDecimal(), held.GetProperty("version").GetInt64()));
        Assert.Equal(("heartbeat", ""), await follower.NextAsync());
    }

    [Fact]
    public async Task Who_comes_back_to_another_replica_misses_nothing()
    {
        await using var second = await RunningLedger.StartAsync(_database, _patience.Token, _quick);
        string? lastId = null;
        var seen = new Dictionary<string, long>();
        var posting = PostManyAsync(second);

        // After every few events the connection is cut, in the middle of whatever is being told: one at least is new.
        for (var visit = 0; seen.Values.Sum() < 80; visit++)
        {
            await using var follower = await FollowAsync(visit % 2 == 0 ? _ledger : second, "", lastId ?? "0");

            for (var n = 0; n < 3; n++)
            {
                var (type, data) = await follower.NextAsync();
                lastId = follower.LastEventId;

                if (type == "position-changed")
                {
                    var change = JsonElement.Parse(data);
                    var place = $"{change.GetProperty("location")}/{change.GetProperty("sku")}";
                    Assert.True(change.GetProperty("version").GetInt64() >= seen.GetValueOrDefault(place));
                    seen[place] = change.GetProperty("version").GetInt64();
                }
            }
        }

        await posting;
        Assert.Equal([("A/bolt", 20), ("A/nut", 20), ("B/bolt", 20), ("B/nut", 20)], seen.OrderBy(one => one.Key).Select(one => (one.Key, one.Value)));
    }

    [Fact]
    public async Task What_was_cut_in_the_middle_is_told_again()
    {
        await _ledger.AddItemsAsync([.. Enumerable.Range(0, 20).Select(n => $"i{n:00}")]);
        await using var first = await FollowAsync(_ledger, "");
        var lines = Enumerable.Range(0, 20).Select(n => $$"""{"sku":"i{{n:00}}","quantity":1}""");
        await _ledger.PostedAsync($$"""{"id":"r","kind":"RECEIPT","location":"A","lines":[{{string.Join(',', lines)}}]}""");
        var told = new HashSet<string>();

        while (told.Count < 3)
        {
            told.Add(await first.NextChangeAsync());
        }

        await using var second = await FollowAsync(_ledger, "", first.LastEventId);

        while (told.Count < 20)
        {
            told.Add(await second.NextChangeAsync());
        }
    }

    [Theory]
    [InlineData("location=B", "B/bolt 1", "B/nut 1")]
    [InlineData("sku=nut", "A/nut 1", "B/nut 1")]
    [InlineData("location=B&sku=nut", "B/nut 1", "B/nut 2")]
    public async Task Only_what_is_asked_for_is_told(string filter, string first, string second)
    {
        await using var follower = await FollowAsync(_ledger, filter);
        await follower.NextAsync();

        foreach (var (id, location, sku) in new[] { ("1", "A", "bolt"), ("2", "A", "nut"), ("3", "B", "bolt"), ("4", "B", "nut") })
        {
            await ReceiveAsync(id, location, sku, 1);
        }

        var told = new HashSet<string> { Name(await follower.NextChangeAsync()) };

        if (first == "B/nut 1")
        {
            await ReceiveAsync("5", "B", "nut", 1);
        }

        while (told.Count < 2)
        {
            told.Add(Name(await follower.NextChangeAsync()));
        }

        Assert.Equal([first, second], told.Order());

        static string Name(string json)
        {
            var change = JsonElement.Parse(json);

            return $"{change.GetProperty("location")}/{change.GetProperty("sku")} {change.GetProperty("version")}";
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("64:1")]
    [InlineData("1:1,2")]
    [InlineData("3:999999")]
    public async Task An_id_of_no_event_is_refused(string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/positions/changes");
        request.Headers.Add("Last-Event-ID", id);
        using var response = await _ledger.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _patience.Token);
        var answer = await Answer.OfAsync(response);

        Assert.Equal((400, "malformed-parameter", "Last-Event-ID"), (answer.Status, answer.Problem, answer.String("parameter")));
    }

    [Fact]
    public async Task A_service_that_stops_ends_the_stream()
    {
        var stopping = await RunningLedger.StartAsync(_database, _patience.Token, _quick);
        await using var follower = await FollowAsync(stopping, "");
        await follower.NextAsync();

        var stopped = stopping.DisposeAsync().AsTask();

        // The stream ends as a stream that is whole: it is not broken off.
        while (await follower.TryNextAsync())
        {
        }

        await stopped;
    }

    private static async Task PostManyAsync(RunningLedger ledger)
    {
        for (var n = 0; n < 20; n++)
        {
            await Task.WhenAll(new[] { "A", "B" }.Select(location => ledger.PostedAsync(
                $$"""{"id":"{{location}}{{n}}","kind":"RECEIPT","location":"{{location}}","lines":[{"sku":"bolt","quantity":1},{"sku":"nut","quantity":1}]}""")));
        }
    }

    private Task ReceiveAsync(string id, string location, string sku, decimal quantity) => _ledger.PostedAsync(
        $$"""{"id":"{{id}}","kind":"RECEIPT","location":"{{location}}","lines":[{"sku":"{{sku}}","quantity":{{quantity}}}]}""");

    private async Task<Follower> FollowAsync(RunningLedger ledger, string filter, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/positions/changes?{filter}");

        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await ledger.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _patience.Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);

        return new(response, await response.Content.ReadAsStreamAsync(_patience.Token), _patience.Token);
    }

    private sealed class Follower(HttpResponseMessage response, Stream stream, CancellationToken token) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<SseItem<string>> _events = SseParser.Create(stream).EnumerateAsync(token).GetAsyncEnumerator(token);

        public string? LastEventId { get; private set; }

        public async Task<bool> TryNextAsync()
        {
            var isThere = await _events.MoveNextAsync();
            LastEventId = isThere ? _events.Current.EventId ?? LastEventId : LastEventId;

            return isThere;
        }

        public async Task<(string Type, string Data)> NextAsync() => await TryNextAsync()
            ? (_events.Current.EventType, _events.Current.Data)
            : throw new EndOfStreamException();

        public async Task<string> NextChangeAsync()
        {
            while (true)
            {
                var (type, data) = await NextAsync();

                if (type == "position-changed")
                {
                    return data;
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            response.Dispose();

            try
            {
                await _events.DisposeAsync();
            }
            finally
            {
                await stream.DisposeAsync();
            }
        }
    }
}
