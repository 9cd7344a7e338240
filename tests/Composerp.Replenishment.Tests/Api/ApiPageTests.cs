using System.Text.RegularExpressions;
using Composerp.Contracts;
using Composerp.Replenishment.Tests.World;
using Composerp.Tests.Support;
using Composerp.Tests.Support.ApiPages;

namespace Composerp.Replenishment.Tests.Api;

/// <summary>docs/replenishment-api.md and docs/purchase-orders-api.md say what the service really answers, and of everything that it answers.</summary>
public sealed partial class ApiPageTests(TestDatabases databases)
{
    private const string Planning = "replenishment-api.md";
    private const string Orders = "purchase-orders-api.md";

    private static readonly DateOnly _sunday = new(2026, 3, 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_example_of_planning_is_answered_as_the_page_says()
    {
        await using var world = new ReplenishmentWorld(databases);
        await world.InitializeAsync();
        TellOfTheShop(world);
        await world.PutAsync("/v1/suppliers/FARM", new { name = "Farm" });
        await world.PutAsync("/v1/suppliers/FARM/items/YOGURT", new { leadTimeDays = 1, unitCost = 0.5 });
        await world.CaughtUpAsync();

        await AssertAnswersAsync(world, Planning, _ => Task.CompletedTask);
    }

    [Fact]
    public async Task Every_example_of_orders_is_answered_as_the_page_says()
    {
        await using var world = new ReplenishmentWorld(databases);
        await world.InitializeAsync();
        TellOfTheShop(world);
        await world.CaughtUpAsync();

        await AssertAnswersAsync(world, Orders, async example =>
        {
            switch (example.Request)
            {
                // The goods come, as the page says.
                case "GET /v1/purchase-orders/PO-000001":
                    world.Ledger.Receive("S001", "MILK-1L", 24, "PO-000001");
                    await world.CaughtUpAsync();
                    break;

                // What was returned is put up again, and approved.
                case "GET /v1/order-messages?location=S001&sku=MILK-1L&kind=late":
                    await world.PostAsync("/v1/purchase-orders/PO-000002/submit", new { actor = "ann" });
                    await world.PostAsync("/v1/purchase-orders/PO-000002/approve", new { actor = "bob" });
                    break;

                // Ten deliveries, of which nobody wants to read.
                case "GET /v1/lead-times?supplier=DAIRY-CO":
                    await DeliverTenTimesAsync(world);
                    break;
            }
        });
    }

    [Fact]
    public async Task Every_operation_has_an_example_and_all_its_fields_are_told_of()
    {
        await using var world = new ReplenishmentWorld(databases);
        await world.InitializeAsync();
        var document = await world.GetAsync("/openapi/v1.json");
        var operations = OfferedOperation.ListOf(document).Where(operation => !Shared().IsMatch(operation.Name)).ToList();
        string[] lines = [.. Read(Planning), .. Read(Orders)];
        var shown = new[] { Planning, Orders }.SelectMany(page => ApiExample.ReadAll(Read(page))).Where(example => example.Status[0] == '2')
            .Select(example => OfferedOperation.NameOf(example, operations)).ToHashSet();
        var words = lines.SelectMany(line => Code().Matches(line)).SelectMany(code => Word().Matches(code.Value)).Select(word => word.Value)
            .Concat(new[] { Planning, Orders }.SelectMany(page => ApiExample.ReadAll(Read(page))).SelectMany(example => example.Answer.Append(example.Body ?? ""))
                .SelectMany(text => Field().Matches(text)).Select(field => field.Groups[1].Value))
            .ToHashSet();

        // What one can do with a purchase order one can do with a transfer, as the page says.
        var missing = operations.Select(operation => operation.Name.Replace("/v1/transfer-orders/{number}", "/v1/purchase-orders/{number}", StringComparison.Ordinal)).Except(shown);
        Assert.Empty(missing);
        var untold = string.Join(", ", operations.SelectMany(operation => operation.Fields.Concat(operation.Answers)).Distinct().Except(words));
        Assert.True(untold.Length == 0, untold);
    }

    private static async Task AssertAnswersAsync(ReplenishmentWorld world, string page, Func<ApiExample, Task> prepare)
    {
        var ids = new PageIds();
        var differences = new List<string>();

        foreach (var told in ApiExample.ReadAll(Read(page)))
        {
            var example = ids.Named(told);
            await prepare(example);
            var (text, difference) = await example.AskAsync(world.Http, Token);
            ids.Learn(told, text);

            // Its ids were not known before.
            difference = difference?.StartsWith('$') == true ? ExampleAnswer.FindDifference(example.Form, ids.Named(told).Answer, text) : difference;
            differences.AddRange(difference is null ? [] : [$"Line {told.Line}, {told.Request}: {difference}"]);
        }

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    /// <summary>A store, its warehouse, and five items, most of which sell.</summary>
    private static void TellOfTheShop(ReplenishmentWorld world)
    {
        string[] skus = ["MILK-1L", "BUTTER", "CREAM", "YOGURT", "CHEESE", "EGGS-10"];

        foreach (var sku in skus)
        {
            world.Ledger.Feed.Append(
                Shards.MasterData, EventTypes.ItemChanged, new(sku, sku, "each", sku == "EGGS-10" ? "EGGS" : "DAIRY", Decimals: 0), ContractsJson.Default.ItemChangedV1);
        }

        world.Ledger.Location("S001", "Europe/Berlin", name: "Main street");
        world.Ledger.Feed.Append(
            Shards.OfLocation("W01"), EventTypes.LocationChanged, new("W01", "The warehouse", "warehouse", "Europe/Berlin", false), ContractsJson.Default.LocationChangedV1);
        world.Ledger.ReceiveOn(_sunday, "S001", "MILK-1L", 12);
        world.Ledger.ReceiveOn(_sunday, "S001", "BUTTER", 400);
        world.Ledger.ReceiveOn(_sunday, "W01", "MILK-1L", 500);
        world.Forecasting.Compared = (640, 128, 96);
        world.Forecasting.Complete(_sunday, [.. skus.Where(sku => sku is not "EGGS-10").Select(sku => TheForecasting.Series("S001", sku, sku == "MILK-1L" ? 10 : 2, 1))]);
    }

    private static async Task DeliverTenTimesAsync(ReplenishmentWorld world)
    {
        for (var order = 0; order < 10; order++)
        {
            var number = await world.OrderAsync("S001", "MILK-1L", 24, "DAIRY-CO", "2026-03-04");
            world.Ledger.ReceiveAt(world.Now.AddDays(2 + (order % 2)), "S001", "MILK-1L", 24, number);
        }

        await world.CaughtUpAsync();
    }

    private static string[] Read(string page) => File.ReadAllLines(Path.Combine(SharedData.RepositoryRoot(), "docs", page));

    /// <summary>What every service with an event log answers.</summary>
    [GeneratedRegex("/v1/(events|dead-letters)")]
    private static partial Regex Shared();

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"[\w-]+")]
    private static partial Regex Word();

    [GeneratedRegex("\"([\\w-]+)\":")]
    private static partial Regex Field();
}
