using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Composerp.Bench.Support;
using Composerp.Replenishment.Tests.World;
using Npgsql;

namespace Composerp.Bench.Replenishment;

/// <summary>Runs, buyers and the ledger at the real service all at once, round after round; after each the database is asked what is wrong.</summary>
/// <remarks>
/// At every second location nobody orders more by hand and no goods come for what was ended: there no position may ever be higher than
/// what a run would lead it to, however the runs fell between the decisions.
/// </remarks>
internal sealed class PeopleAtOnce(int locations, int rounds)
{
    private const int Items = 25;
    private const int MinimumQuantity = 6;
    private const int Maximum = 60;

    /// <summary>A service that has not applied what happened after so long is given up.</summary>
    private static readonly TimeSpan CatchUpMax = TimeSpan.FromMinutes(5);

    private static readonly string[] _steps = ["submit", "approve", "send", "cancel", "return", "close-short"];

    private int _requests;

    public int Sequences => locations * Items;

    public int Requests => _requests;

    public async Task<IReadOnlyList<string>> ViolationsAsync(CancellationToken token)
    {
        await using var bench = await BenchDatabase.StartAsync(token);
        await using var feed = await LogFeed.StartAsync("inventory-ledger", _ => { }, token);
        var environment = new Dictionary<string, string?>
        {
            ["ConnectionStrings__replenishmentdb"] = bench.ConnectionString,
            ["services__inventory-ledger__http__0"] = feed.Address,
            ["Logging__LogLevel__Default"] = "None",
        };
        await ServiceProcess.MigrateAsync("Composerp.Replenishment", environment, token);
        await using var service = await ServiceProcess.StartAsync("Composerp.Replenishment", environment, token);
        await using var database = NpgsqlDataSource.Create(bench.ConnectionString);
        var ledger = new TheLedger(feed);
        var random = new Random(20_261_128);
        var found = new List<string>();

        await SetAsync(service.Http, ledger, random, token);
        await CaughtUpAsync(database, feed, token);

        for (var round = 0; round < rounds && found.Count == 0; round++)
        {
            await Task.WhenAll(
                RunAsync(service.Http, "full", token),
                RunAsync(service.Http, "net-change", token),
                RunAsync(service.Http, random.Next(2) == 0 ? "full" : "net-change", token),
                BuyAsync(service.Http, new(random.Next()), token),
                BuyAsync(service.Http, new(random.Next()), token),
                ChangeAsync(service.Http, new(random.Next()), token),
                ChangeAsync(service.Http, new(random.Next()), token),
                GoodsAsync(service.Http, ledger, new(random.Next()), token));
            await CaughtUpAsync(database, feed, token);
            found.AddRange((await WrongAsync(database, token)).Select(wrong => $"round {round}: {wrong}"));
        }

        // Left alone, a run finds everything, a second one nothing, nor does one after all was approved.
        await RunAsync(service.Http, "full", token);
        await NothingAsync("again");

        for (var open = await OpenAsync(service.Http, "", token); open.Count > 0 && found.Count == 0;)
        {
            var answer = await PostAsync(service.Http, "/v1/proposals/approve", new { ids = open, actor = "cho" }, token);
            var left = await OpenAsync(service.Http, "", token);
            found.AddRange(left.Intersect(open).Take(1).Select(one => $"left alone, nobody can approve {one}: {answer}"));
            open = left;
        }

        await NothingAsync("after everything was approved");
        found.AddRange(await WrongAsync(database, token));

        return found;

        async Task NothingAsync(string when)
        {
            var run = await RunAsync(service.Http, "full", token);

            if ((run.GetProperty("proposals").GetInt32(), run.GetProperty("withdrawn").GetInt32()) != (0, 0))
            {
                found.Add($"{when}: {run}");
            }
        }
    }

    private static string Location(int place) => string.Create(CultureInfo.InvariantCulture, $"L{place:000}");

    private static string Sku(int place) => string.Create(CultureInfo.InvariantCulture, $"I{place:000}");

    private async Task SetAsync(HttpClient http, TheLedger ledger, Random random, CancellationToken token)
    {
        await PutAsync(http, "/v1/suppliers/ACME", new { name = "Acme", underTolerance = 0.05 }, token);

        for (var item = 0; item < Items; item++)
        {
            ledger.Item(Sku(item));
            await PutAsync(http, $"/v1/suppliers/ACME/items/{Sku(item)}", new { leadTimeDays = item % 7, minimumQuantity = item % 3 == 0 ? MinimumQuantity : 0, orderMultiple = 1 + (item % 5), unitCost = 2.5 }, token);
            await PutAsync(
                http, $"/v1/policy-rules/{Sku(item)}",
                new { appliesTo = new { sku = Sku(item) }, policy = new { kind = "min-max", minimum = 20 + item, maximum = Maximum } }, token);
        }

        for (var place = 0; place < locations; place++)
        {
            ledger.Location(Location(place));

            for (var item = 0; item < Items; item++)
            {
                ledger.Receive(Location(place), Sku(item), random.Next(1, 40));
            }
        }
    }

    private Task<JsonElement> RunAsync(HttpClient http, string scope, CancellationToken token) =>
        PostAsync(http, "/v1/planning-runs", new { actor = "night", scope }, token);

    private async Task BuyAsync(HttpClient http, Random random, CancellationToken token)
    {
        for (var purchase = 0; purchase < locations / 4; purchase++)
        {
            var ids = await OpenAsync(http, $"&location={Location(random.Next(locations))}", token);
            var some = ids.Where(_ => random.Next(3) > 0).ToList();
            var status = random.Next(3) switch { 0 => "draft", 1 => "proposed", _ => "approved" };

            if (some.Count > 0)
            {
                // What a run has replaced meanwhile is refused, and all with it.
                await PostAsync(http, "/v1/proposals/approve", new { ids = some, actor = random.Next(2) == 0 ? "ann" : "bob", @as = status }, token);
            }

            if (ids.Count > some.Count)
            {
                await PostAsync(http, $"/v1/proposals/{ids.Except(some).First()}/reject", new { actor = "ann", reason = "Drawn." }, token);
            }
        }
    }

    private async Task ChangeAsync(HttpClient http, Random random, CancellationToken token)
    {
        foreach (var order in await OrdersAsync(http, random, token))
        {
            var (number, isStrict) = (order.GetProperty("number").GetString(), IsStrict(order));
            var actor = random.Next(2) == 0 ? "ann" : "cho";

            if (random.Next(4) == 0)
            {
                var lines = order.GetProperty("lines").EnumerateArray().Select(line => new
                {
                    sku = line.GetProperty("sku").GetString(),
                    quantity = Math.Max(1, line.GetProperty("quantity").GetDecimal() + random.Next(-8, isStrict ? 1 : 6)),
                    expectedOn = line.GetProperty("expectedOn").GetString(),
                });
                using var edited = await http.PutAsJsonAsync(
                    $"/v1/purchase-orders/{number}/lines",
                    new { lines, actor, reason = "Drawn.", revision = isStrict ? order.GetProperty("revision").GetInt32() : (int?)null }, token);
                Count(edited);
            }
            else
            {
                var step = _steps[random.Next(_steps.Length)];

                // Goods that come for an order that has just been ended would be more than planned, which is nobody's mistake.
                if (!isStrict || step is not ("cancel" or "close-short") || order.GetProperty("status").GetString() is "draft" or "proposed")
                {
                    await PostAsync(http, $"/v1/purchase-orders/{number}/{step}", new { actor, reason = "Drawn.", revision = order.GetProperty("revision").GetInt32() }, token);
                }
            }
        }
    }

    private async Task GoodsAsync(HttpClient http, TheLedger ledger, Random random, CancellationToken token)
    {
        foreach (var order in await OrdersAsync(http, random, token))
        {
            foreach (var line in order.GetProperty("lines").EnumerateArray().Where(_ => random.Next(2) == 0))
            {
                var (onOrder, isStrict) = (line.GetProperty("onOrder").GetDecimal(), IsStrict(order));
                var units = isStrict ? Math.Min(random.Next(1, 30), onOrder) : random.Next(1, 40);

                if (units > 0 && (!isStrict || order.GetProperty("status").GetString() is "sent" or "partially-received"))
                {
                    ledger.Receive(order.GetProperty("location").GetString()!, line.GetProperty("sku").GetString()!, units, order.GetProperty("number").GetString());
                }
            }
        }

        for (var sale = 0; sale < locations; sale++)
        {
            ledger.Sell(Location(random.Next(locations)), Sku(random.Next(Items)), random.Next(0, 2));
        }
    }

    private static bool IsStrict(JsonElement order) =>
        int.Parse(order.GetProperty("location").GetString()!.AsSpan(1), CultureInfo.InvariantCulture) % 2 == 0;

    private async Task<List<JsonElement>> OrdersAsync(HttpClient http, Random random, CancellationToken token)
    {
        var orders = new List<JsonElement>();

        for (var look = 0; look < locations / 4; look++)
        {
            var page = await GetAsync(http, $"/v1/purchase-orders?location={Location(random.Next(locations))}&limit=100", token);
            var all = page.GetProperty("items").EnumerateArray().ToList();

            if (all.Count > 0)
            {
                orders.Add(all[random.Next(all.Count)]);
            }
        }

        return orders;
    }

    private async Task<List<string>> OpenAsync(HttpClient http, string filter, CancellationToken token)
    {
        var page = await GetAsync(http, $"/v1/proposals?status=proposed&limit=1000{filter}", token);

        return [.. page.GetProperty("items").EnumerateArray().Select(proposal => proposal.GetProperty("id").GetString()!)];
    }

    private static async Task<List<string>> WrongAsync(NpgsqlDataSource database, CancellationToken token)
    {
        var sql = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "bench", "Replenishment", "find_violations.sql"), token);
        await using var command = database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(token);
        var wrong = new List<string>();

        while (await rows.ReadAsync(token))
        {
            wrong.Add(rows.GetString(0));
        }

        return wrong;
    }

    private static async Task CaughtUpAsync(NpgsqlDataSource database, LogFeed feed, CancellationToken token)
    {
        for (var since = Stopwatch.StartNew(); ;)
        {
            await using var command = database.CreateCommand("select coalesce(sum(sequence), 0)::bigint from consumer_position where source = 'inventory-ledger'");
            var (applied, logged) = ((long)(await command.ExecuteScalarAsync(token))!, feed.Heads().Sum(head => head.Sequence));

            if (applied == logged)
            {
                return;
            }

            if (since.Elapsed > CatchUpMax)
            {
                throw new TimeoutException($"Within {CatchUpMax.TotalMinutes:0} minutes the service has applied {applied} of {logged} events of the ledger.");
            }

            await Task.Delay(20, token);
        }
    }

    private async Task PutAsync(HttpClient http, string path, object body, CancellationToken token)
    {
        using var answer = await http.PutAsJsonAsync(path, body, token);
        Count(answer).EnsureSuccessStatusCode();
    }

    private async Task<JsonElement> GetAsync(HttpClient http, string path, CancellationToken token)
    {
        using var answer = await http.GetAsync(path, token);

        return await Count(answer).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(token);
    }

    private async Task<JsonElement> PostAsync(HttpClient http, string path, object body, CancellationToken token)
    {
        using var answer = await http.PostAsJsonAsync(path, body, token);

        return Count(answer).StatusCode == HttpStatusCode.NoContent ? default : await answer.Content.ReadFromJsonAsync<JsonElement>(token);
    }

    // Refusals belong to it; anything else that fails ends the measurement.
    private HttpResponseMessage Count(HttpResponseMessage answer)
    {
        Interlocked.Increment(ref _requests);

        return (int)answer.StatusCode < 500 ? answer : answer.EnsureSuccessStatusCode();
    }
}
