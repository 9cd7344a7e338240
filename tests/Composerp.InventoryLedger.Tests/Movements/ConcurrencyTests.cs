using System.Globalization;
using System.Text;
using Composerp.Contracts;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Movements;

public sealed class ConcurrencyTests(TestDatabases databases)
{
    private static readonly string[] _locations = ["A", "B", "C", "D", "E", "F"];

    [Fact]
    public async Task Opposite_transfers_and_sales_at_once_neither_deadlock_nor_lose_stock()
    {
        await using var ledger = await StartAsync();
        await Task.WhenAll(_locations.Select(location => ledger.PostedAsync(
            $$"""{"id":"r-{{location}}","kind":"RECEIPT","location":"{{location}}","lines":[{"sku":"bolt","quantity":300},{"sku":"nut","quantity":3}]}""")));

        var answers = await Task.WhenAll(Enumerable.Range(0, 600).Select(n => ledger.PostAsync(Movement(n))));

        Assert.All(answers, answer => Assert.True(answer.Status is 201 or 409, answer.Text));
        Assert.Contains(answers, answer => answer.Problem == "insufficient-stock");
        Assert.Equal(
            answers.Count(answer => answer.Status == 201) + _locations.Length,
            await ledger.QueryAsync<long>("select count(*) from movement_id"));
        await LedgerTruth.AssertHoldsAsync(ledger.Database);
    }

    [Fact]
    public async Task The_same_id_from_many_clients_and_for_several_locations_is_posted_once()
    {
        await using var ledger = await StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(n => ledger.PostAsync(
            $$"""{"id":"once","kind":"RECEIPT","location":"{{_locations[n % 6]}}","lines":[{"sku":"bolt","quantity":1}]}""")));

        Assert.Equal(10, answers.Count(answer => answer.Status == 201));
        Assert.Single(answers.Where(answer => answer.Status == 201).Select(answer => answer.Text).Distinct());
        Assert.All(answers.Where(answer => answer.Status != 201), answer => Assert.Equal("conflicting-replay", answer.Problem));
        Assert.Equal(1L, await ledger.QueryAsync<long>("select count(*) from entry"));
    }

    [Fact]
    public async Task Two_replicas_post_to_the_same_positions_at_once()
    {
        var token = TestContext.Current.CancellationToken;
        var database = await databases.CreateAsync(token);
        await using var first = await RunningLedger.StartAsync(database, token, ("Posting:Lanes", "2"));
        await using var second = await RunningLedger.StartAsync(database, token, ("Posting:Lanes", "3"));
        await AddMasterDataAsync(first);

        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(n => (n % 2 == 0 ? first : second).PostAsync(
            $$"""{"id":"{{n}}","kind":"RECEIPT","location":"{{_locations[n % 3]}}","lines":[{"sku":"bolt","quantity":1}]}""")));

        Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        Assert.Equal(400 * 10_000L, await first.QueryAsync<long>("select sum(balance)::bigint from position"));
        await LedgerTruth.AssertHoldsAsync(first.Database);
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_disturb_the_others()
    {
        await using var ledger = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(async n =>
        {
            using var patience = new CancellationTokenSource();
            var json = $$"""{"id":"{{n}}","kind":"RECEIPT","location":"A","lines":[{"sku":"bolt","quantity":1}]}""";

            if (n % 2 == 0)
            {
                await ledger.PostedAsync(json);

                return;
            }

            using var content = new StringContent(json, Encoding.UTF8, "application/json");
            var post = ledger.Http.PostAsync("/v1/movements", content, patience.Token);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => post);
        }));

        await LedgerTruth.AssertHoldsAsync(ledger.Database);
    }

    [Fact]
    public async Task When_too_many_wait_callers_are_asked_to_come_again()
    {
        await using var ledger = await StartAsync(("Posting:WaitingMax", "3"));
        await using var connection = await ledger.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var hold = new Npgsql.NpgsqlCommand("select 1 from event_shard for update", connection, transaction);
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        // Nothing can be posted, so whoever is answered at all is refused.
        var posts = Enumerable.Range(0, 4).Select(Receive).ToList();
        var refused = await Task.WhenAny(posts);
        var answer = await refused;

        Assert.Equal((429, "too-many-waiting", "1"), (answer.Status, answer.Problem, answer.RetryAfter));
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        Assert.All(await Task.WhenAll(posts.Where(post => post != refused)), posted => Assert.Equal(201, posted.Status));
        Assert.Equal(201, (await Receive(posts.IndexOf(refused))).Status);

        Task<Answer> Receive(int n) => ledger.PostAsync(
            $$"""{"id":"{{n}}","kind":"RECEIPT","location":"A","lines":[{"sku":"bolt","quantity":1}]}""");
    }

    [Fact]
    public async Task A_piece_that_comes_in_at_two_places_at_once_is_in_one_of_them()
    {
        await using var ledger = await StartAsync(("Posting:Lanes", "4"), ("Posting:ShareBelow", "0"));
        await ledger.SendAsync(HttpMethod.Put, "/v1/items/drill", """{"name":"drill","tracking":"serial"}""");
        await using var connection = await ledger.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var hold = new Npgsql.NpgsqlCommand(
            "insert into movement_id (id, recorded_at, shard, sequence, content_hash) values ('A', now(), 0, 0, '')", connection, transaction);
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        // The first has seen that the piece is nowhere, and cannot write that it has come, until it has come to the other place.
        var first = Receive("A");
        await Eventually.HoldsAsync(
            async _ => await ledger.QueryAsync<long>("select count(*) from pg_locks where not granted") > 0, "the first waits", TestContext.Current.CancellationToken);
        var second = await Receive(_locations.First(location => Shards.OfLocation(location) % 4 != Shards.OfLocation("A") % 4));
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);

        Assert.Equal(201, second.Status);
        Assert.Equal((409, "serial-in-stock"), ((await first).Status, (await first).Problem));
        await LedgerTruth.AssertHoldsAsync(ledger.Database);

        Task<Answer> Receive(string location) => ledger.PostAsync(
            $$"""{"id":"{{location}}","kind":"RECEIPT","location":"{{location}}","lines":[{"sku":"drill","lot":"S1","quantity":1}]}""");
    }

    [Theory]
    [InlineData("100", 1, 5)]
    [InlineData("0", 6, 30)]
    public async Task Little_in_many_lanes_is_posted_together_unless_lanes_are_to_be_apart(string shareBelow, int least, int most)
    {
        const int Posts = 30;
        await using var ledger = await RunningLedger.StartAsync(
            databases, TestContext.Current.CancellationToken, ("Posting:Lanes", "64"), ("Posting:ShareBelow", shareBelow), ("Posting:WaitingMax", "30"));
        await ledger.AddItemsAsync("bolt");

        for (var n = 0; n <= Posts; n++)
        {
            await ledger.AddLocationAsync($"L{n}");
        }

        await using var connection = await ledger.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var hold = new Npgsql.NpgsqlCommand("select 1 from event_shard for update", connection, transaction);
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        // One too many: when it is refused, the others wait.
        var posts = Enumerable.Range(0, Posts + 1).Select(n => ledger.PostAsync(
            $$"""{"id":"{{n}}","kind":"RECEIPT","location":"L{{n}}","lines":[{"sku":"bolt","quantity":1}]}""")).ToList();
        Assert.Equal(429, (await await Task.WhenAny(posts)).Status);
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Posts, (await Task.WhenAll(posts)).Count(answer => answer.Status == 201));
        Assert.InRange(await ledger.QueryAsync<long>("select count(distinct xmin::text) from movement_id"), least, most);
    }

    private static string Movement(int n)
    {
        // Seeded by n: pairs of transfers in opposite directions over all shards, and sales that may find nothing.
        var from = _locations[n % 6];
        var to = _locations[(n + 1 + (n / 6 % 5)) % 6];
        var sku = n % 4 == 0 ? "nut" : "bolt";

        return (n % 3) switch
        {
            0 => $$"""{"id":"{{n}}","kind":"SALE","location":"{{from}}","lines":[{"sku":"{{sku}}","quantity":1}]}""",
            1 => $$"""{"id":"{{n}}","kind":"TRANSFER_OUT","location":"{{from}}","toLocation":"{{to}}","lines":[{"sku":"{{sku}}","quantity":1}]}""",
            _ => $$"""{"id":"{{n}}","kind":"TRANSFER_OUT","location":"{{to}}","toLocation":"{{from}}","lines":[{"sku":"{{sku}}","quantity":1}]}""",
        };
    }

    private async Task<RunningLedger> StartAsync(params (string, string)[] settings)
    {
        var ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken, settings);
        await AddMasterDataAsync(ledger);
        Assert.True(_locations.Select(Shards.OfLocation).Select(shard => (shard % 4).ToString(CultureInfo.InvariantCulture)).Distinct().Count() > 1);

        return ledger;
    }

    private static async Task AddMasterDataAsync(RunningLedger ledger)
    {
        await ledger.AddItemsAsync("bolt", "nut");

        foreach (var location in _locations)
        {
            await ledger.AddLocationAsync(location);
        }
    }
}
