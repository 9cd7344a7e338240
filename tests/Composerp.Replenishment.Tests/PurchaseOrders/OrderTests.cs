using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Composerp.Contracts;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.PurchaseOrders;

public sealed class OrderTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task A_draft_is_put_up_approved_by_somebody_else_sent_and_received()
    {
        var (number, sku) = await ADraftAsync("O1");
        Assert.Equal("draft", await StatusAsync(number));

        await StepAsync(number, "submit", "ann");
        Assert.Equal("self-approval", await RefusalAsync(number, "approve", "ann", HttpStatusCode.Forbidden));
        await StepAsync(number, "approve", "bob");
        await StepAsync(number, "send", "bob");
        world.Ledger.Receive("O1", sku, 12, number);
        await world.CaughtUpAsync();
        Assert.Equal("partially-received", await StatusAsync(number));
        world.Ledger.Receive("O1", sku, 12, number);
        await world.CaughtUpAsync();

        Assert.Equal("received", await StatusAsync(number));
        Assert.Equal(
            [EventTypes.PurchaseOrderApproved, EventTypes.PurchaseOrderSent, EventTypes.PurchaseOrderReceived],
            (await world.LogOfAsync("O1")).Select(logged => logged.Type));

        var changes = (await world.GetAsync($"/v1/purchase-orders/{number}/changes")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            [("created", "ann", "draft"), ("submitted", "ann", "proposed"), ("approved", "bob", "approved"), ("sent", "bob", "sent"),
                ("received", "ann", "partially-received"), ("received", "ann", "received")],
            changes.Select(change => (
                change.GetProperty("action").GetString()!, change.GetProperty("actor").GetString()!,
                change.GetProperty("after").GetProperty("status").GetString()!)));
        Assert.Equal(
            (12m, 24m), (
                Assert.Single(changes[5].GetProperty("before").GetProperty("lines").EnumerateArray()).GetProperty("received").GetDecimal(),
                Assert.Single(changes[5].GetProperty("after").GetProperty("lines").EnumerateArray()).GetProperty("received").GetDecimal()));
    }

    [Fact]
    public async Task A_change_after_approval_opens_the_order_again()
    {
        var (number, sku) = await AnApprovedOrderAsync("O2");
        await world.GetAsync($"/v1/purchase-orders/{number}");

        using var edited = await world.Http.PutAsJsonAsync(
            $"/v1/purchase-orders/{number}/lines",
            new { actor = "bob", reason = "Half is enough.", lines = new[] { new { sku, quantity = 12 } } },
            ReplenishmentWorld.Token);
        Assert.Equal(HttpStatusCode.OK, edited.StatusCode);

        Assert.Equal("proposed", await StatusAsync(number));
        Assert.Equal(EventTypes.PurchaseOrderReopened, (await world.LogOfAsync("O2"))[^1].Type);
        Assert.Equal("self-approval", await RefusalAsync(number, "approve", "bob", HttpStatusCode.Forbidden));

        await StepAsync(number, "approve", "ann");
        var told = (await world.LogOfAsync("O2"))[^1];
        Assert.Equal(EventTypes.PurchaseOrderApproved, told.Type);
        Assert.Equal(12, Assert.Single(told.Read(ContractsJson.Default.PurchaseOrderApprovedV1).Lines).Quantity);
    }

    [Fact]
    public async Task What_has_come_cannot_be_edited_away_and_the_rest_is_closed_short()
    {
        var (number, sku) = await AnApprovedOrderAsync("O3");
        world.Ledger.Receive("O3", sku, 10, number);
        await world.CaughtUpAsync();

        using var edited = await world.Http.PutAsJsonAsync(
            $"/v1/purchase-orders/{number}/lines",
            new { actor = "bob", reason = "Less.", lines = new[] { new { sku, quantity = 9 } } },
            ReplenishmentWorld.Token);
        var problem = await ReplenishmentWorld.ProblemAsync(edited, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("below-received", problem.GetProperty("errors")[0].GetProperty("type").GetString());

        Assert.Equal("order-step-impossible", await RefusalAsync(number, "cancel", "bob", HttpStatusCode.Conflict));
        await StepAsync(number, "close-short", "bob", "They have no more.");

        Assert.Equal("short-closed", await StatusAsync(number));
        Assert.Equal(0, (await world.PositionAsync("O3", sku)).GetProperty("onOrder").GetDecimal());
        Assert.Equal(EventTypes.PurchaseOrderShortClosed, (await world.LogOfAsync("O3"))[^1].Type);

        // Goods that come all the same are counted, and change nothing else.
        world.Ledger.Receive("O3", sku, 14, number);
        await world.CaughtUpAsync();
        Assert.Equal("short-closed", await StatusAsync(number));
    }

    [Fact]
    public async Task Within_the_tolerance_less_is_enough_and_more_is_said()
    {
        await world.PutAsync("/v1/suppliers/LOOSE", new { name = "Loose", overTolerance = 0.1, underTolerance = 0.05 });
        var sku = await AnItemAsync("O4", "LOOSE");
        await world.PutAsync("/v1/suppliers/LOOSE", new { name = "Loose", overTolerance = 0.1, underTolerance = 0.05 });
        var number = await ADraftOfAsync("O4", sku, "LOOSE", 100);
        await StepAsync(number, "submit", "ann");
        await StepAsync(number, "approve", "bob");

        world.Ledger.Receive("O4", sku, 94, number);
        await world.CaughtUpAsync();
        Assert.Equal("partially-received", await StatusAsync(number));

        world.Ledger.Receive("O4", sku, 1, number);
        await world.CaughtUpAsync();
        Assert.Equal("received", await StatusAsync(number));
        Assert.Equal(0, (await world.PositionAsync("O4", sku)).GetProperty("onOrder").GetDecimal());

        world.Ledger.Receive("O4", sku, 16, number);
        await world.CaughtUpAsync();
        var last = (await world.GetAsync($"/v1/purchase-orders/{number}/changes")).GetProperty("items").EnumerateArray().Last();
        Assert.Contains($"More than the tolerance allows: {sku}", last.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drafts_are_supply_so_the_same_need_is_proposed_once()
    {
        var sku = await AnItemAsync("O5");
        await world.MinMaxAsync("O5", sku, 10, 30);
        await world.PlanAsync();
        var id = (await world.OpenProposalAsync(sku)).GetProperty("id").GetString();

        var order = await world.PostAsync($"/v1/proposals/{id}/approve", new { actor = "ann", @as = "draft" });
        await world.PlanAsync();

        Assert.Equal("draft", order.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Undefined, (await world.OpenProposalAsync(sku)).ValueKind);
        Assert.Empty(await world.LogOfAsync("O5"));

        await StepAsync(order.GetProperty("number").GetString()!, "cancel", "ann", "Not needed.");
        await world.PlanAsync();
        Assert.Equal(30, (await world.OpenProposalAsync(sku)).GetProperty("quantity").GetDecimal());
    }

    [Fact]
    public async Task Several_deliveries_are_supply_of_their_days()
    {
        var sku = await AnItemAsync("O6");
        var number = (await world.PostAsync("/v1/purchase-orders", new
        {
            supplier = "ACME", location = "O6", actor = "ann",
            lines = new[] { new { sku, deliveries = new[] { new { expectedOn = "2026-03-09", quantity = 10 }, new { expectedOn = "2026-03-16", quantity = 14 } } } },
        })).GetProperty("number").GetString()!;
        await StepAsync(number, "submit", "ann");
        await StepAsync(number, "approve", "bob");
        world.Ledger.Receive("O6", sku, 13, number);
        await world.CaughtUpAsync();

        Assert.Equal(
            [(new DateOnly(2026, 3, 9), 0m), (new DateOnly(2026, 3, 16), 11m)],
            await world.ListAsync($"select expected_on, quantity from open_supply where sku = '{sku}' order by 1", row => (row.GetFieldValue<DateOnly>(0), row.GetDecimal(1))));
        Assert.Equal(
            [(new DateOnly(2026, 3, 9), 10m), (new DateOnly(2026, 3, 16), 14m)],
            (await world.LogOfAsync("O6"))[0].Read(ContractsJson.Default.PurchaseOrderApprovedV1).Lines.Select(line => (line.ExpectedOn, line.Quantity)));
    }

    [Fact]
    public async Task A_transfer_is_shipped_on_its_way_and_received()
    {
        var sku = await AnItemAsync("O7");
        world.Ledger.Location("W7");
        await world.CaughtUpAsync();
        var order = await world.PostAsync("/v1/transfer-orders", new
        {
            source = "W7", location = "O7", actor = "ann", lines = new[] { new { sku, quantity = 20, expectedOn = "2026-03-04" } },
        });
        var number = order.GetProperty("number").GetString()!;
        Assert.Matches("^TO-[0-9]{6}$", number);
        await world.PostAsync($"/v1/transfer-orders/{number}/submit", new { actor = "ann" });
        await world.PostAsync($"/v1/transfer-orders/{number}/approve", new { actor = "bob" });
        Assert.Equal(20, await world.ReadAsync<decimal>($"select quantity from open_commitment where location = 'W7' and sku = '{sku}'"));

        world.Ledger.Post(MovementKinds.TransferOut, "O7", number, world.Ledger.Line("O7", sku, Accounts.InTransit, 20));
        await world.CaughtUpAsync();
        var position = await world.PositionAsync("O7", sku);
        Assert.Equal((20m, 0m), (position.GetProperty("inTransit").GetDecimal(), position.GetProperty("onOrder").GetDecimal()));
        Assert.Equal(0, await world.ReadAsync<long>("select count(*) from open_commitment where location = 'W7'"));

        world.Ledger.Post(
            MovementKinds.TransferIn, "O7", number,
            world.Ledger.Line("O7", sku, Accounts.InTransit, -20), world.Ledger.Line("O7", sku, Accounts.OnHand, 20));
        await world.CaughtUpAsync();
        var received = await world.GetAsync($"/v1/transfer-orders/{number}");
        Assert.Equal("received", received.GetProperty("status").GetString());
        Assert.Equal(
            ["proposed", "approved", "partially-received", "received"],
            (await world.LogOfAsync("O7")).Skip(1).Select(logged => logged.Read(ContractsJson.Default.TransferOrderChangedV1).Status));

        using var elsewhere = await world.Http.GetAsync($"/v1/purchase-orders/{number}", ReplenishmentWorld.Token);
        await ReplenishmentWorld.ProblemAsync(elsewhere, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_same_key_creates_one_order_and_other_content_is_refused()
    {
        var sku = await AnItemAsync("O8");
        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostWithKeyAsync("O8", sku, 24)));
        using var other = await PostWithKeyAsync("O8", sku, 25);

        var numbers = new HashSet<string>();

        foreach (var response in responses)
        {
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            numbers.Add((await response.Content.ReadFromJsonAsync<JsonElement>(ReplenishmentWorld.Token)).GetProperty("number").GetString()!);
        }

        Assert.Single(numbers);
        Assert.Equal(
            "urn:composerp:replenishment:conflicting-replay",
            (await ReplenishmentWorld.ProblemAsync(other, HttpStatusCode.Conflict)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Whoever_saw_an_older_revision_changes_nothing()
    {
        var (number, _) = await ADraftAsync("O9");
        await StepAsync(number, "submit", "ann");

        using var response = await world.Http.PostAsJsonAsync(
            $"/v1/purchase-orders/{number}/approve", new { actor = "bob", revision = 1 }, ReplenishmentWorld.Token);

        Assert.Equal(2, (await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.Conflict)).GetProperty("revision").GetInt32());
        Assert.Equal("proposed", await StatusAsync(number));
    }

    [Fact]
    public async Task Steps_at_once_are_taken_once()
    {
        var (number, _) = await ADraftAsync("O10");
        await StepAsync(number, "submit", "ann");

        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => world.Http.PostAsJsonAsync(
            $"/v1/purchase-orders/{number}/{(n % 2 == 0 ? "approve" : "cancel")}", new { actor = $"bob {n}", reason = "So." }, ReplenishmentWorld.Token)));

        // Approved and then cancelled, or cancelled at once.
        Assert.InRange(responses.Count(response => response.StatusCode == HttpStatusCode.OK), 1, 2);
        Assert.Equal("cancelled", await StatusAsync(number));
    }

    // Replicas of the version before run beside this one while it is rolled out.
    [Fact]
    public async Task What_the_version_before_writes_is_an_order_like_any_other()
    {
        var sku = await AnItemAsync("O12");
        var id = (await world.ListAsync(
            """
            insert into purchase_order (supplier, location, status, approved_by, approved_at)
            values ('ACME', 'O12', 'approved', 'old', now()) returning id, number
            """,
            row => (Id: row.GetInt64(0), Number: row.GetString(1)))).Single();
        await world.ListAsync(
            $"""
            insert into purchase_order_line (purchase_order_id, line, sku, quantity, unit_cost, expected_on)
            values ({id.Id}, 1, '{sku}', 10, 2.5, '2026-03-09') returning 1
            """,
            row => row.GetInt32(0));
        Assert.Matches("^PO-[0-9]{6}$", id.Number);

        world.Ledger.Receive("O12", sku, 4, id.Number);
        await world.CaughtUpAsync();
        var order = await world.GetAsync($"/v1/purchase-orders/{id.Number}");

        Assert.Equal(("old", "partially-received", 6m), (
            order.GetProperty("createdBy").GetString(), order.GetProperty("status").GetString(), order.GetProperty("lines")[0].GetProperty("onOrder").GetDecimal()));
    }

    // Receipts go on while people edit: none is lost, and what is open is what was ordered less what came.
    [Fact]
    public async Task Edits_and_receipts_at_once_lose_nothing()
    {
        var (number, sku) = await AnApprovedOrderAsync("O13");
        world.Ledger.Receive("O13", sku, 1, number);
        await world.CaughtUpAsync();
        var edits = Enumerable.Range(0, 12).Select(n => world.Http.PutAsJsonAsync(
            $"/v1/purchase-orders/{number}/lines",
            new { actor = $"editor {n}", reason = "So.", lines = new[] { new { sku, quantity = 30 + n } } },
            ReplenishmentWorld.Token)).ToList();

        for (var n = 0; n < 12; n++)
        {
            world.Ledger.Receive("O13", sku, 1, number);
        }

        var responses = await Task.WhenAll(edits);
        await world.CaughtUpAsync();

        var order = await world.GetAsync($"/v1/purchase-orders/{number}");
        var line = order.GetProperty("lines")[0];
        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal((13m, "proposed"), (line.GetProperty("received").GetDecimal(), order.GetProperty("status").GetString()));
        Assert.Equal(line.GetProperty("quantity").GetDecimal() - 13, (await world.PositionAsync("O13", sku)).GetProperty("onOrder").GetDecimal());

        var changes = (await world.GetAsync($"/v1/purchase-orders/{number}/changes")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, changes.Count), changes.Select(change => change.GetProperty("revision").GetInt32()));
    }

    [Theory]
    [InlineData("""{"supplier":"NOBODY","location":"O1","actor":"ann","lines":[{"sku":"x","quantity":1}]}""", "unknown-supplier")]
    [InlineData("""{"supplier":"ACME","location":"nowhere","actor":"ann","lines":[{"sku":"x","quantity":1}]}""", "unknown-location")]
    [InlineData("""{"supplier":"ACME","location":"O11","actor":"ann","lines":[]}""", "line-count-out-of-range")]
    [InlineData("""{"supplier":"ACME","location":"O11","actor":"ann","lines":[{"sku":"x","quantity":1}]}""", "unknown-item")]
    [InlineData("""{"supplier":"ACME","location":"O11","actor":"ann","lines":[{"sku":"KNOWN","quantity":0}]}""", "quantity-zero")]
    [InlineData("""{"supplier":"ACME","location":"O11","actor":"ann","lines":[{"sku":"KNOWN","quantity":1.00001}]}""", "too-many-decimals")]
    [InlineData("""{"supplier":"ACME","location":"O11","actor":"ann","lines":[{"sku":"KNOWN"}]}""", "missing-quantity")]
    [InlineData("""{"supplier":"ACME","location":"O11","actor":"ann","lines":[{"sku":"KNOWN","quantity":1},{"sku":"KNOWN","quantity":1}]}""", "repeated-row")]
    public async Task A_bad_order_is_refused_with_its_reason(string body, string type)
    {
        world.Ledger.Item("KNOWN");
        await AnItemAsync("O1");
        await AnItemAsync("O11");
        await world.PutAsync("/v1/suppliers/ACME/items/KNOWN", new { leadTimeDays = 1, unitCost = 1 });
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await world.Http.PostAsync("/v1/purchase-orders", content, ReplenishmentWorld.Token);

        var problem = await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.UnprocessableEntity);
        var told = problem.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("type").GetString() : problem.GetProperty("type").GetString();

        Assert.Equal(type, told!.Split(':')[^1]);
    }

    private async Task<string> AnItemAsync(string location, string supplier = "ACME")
    {
        var sku = await world.AnItemAtAsync(location, supplier);
        await world.CaughtUpAsync();

        return sku;
    }

    /// <summary>Of 24, by ann.</summary>
    private async Task<(string Number, string Sku)> ADraftAsync(string location)
    {
        var sku = await AnItemAsync(location);

        return (await ADraftOfAsync(location, sku, "ACME", 24), sku);
    }

    private async Task<(string Number, string Sku)> AnApprovedOrderAsync(string location)
    {
        var (number, sku) = await ADraftAsync(location);
        await StepAsync(number, "submit", "ann");
        await StepAsync(number, "approve", "bob");

        return (number, sku);
    }

    private async Task<string> ADraftOfAsync(string location, string sku, string supplier, decimal quantity) =>
        (await world.PostAsync("/v1/purchase-orders", new { supplier, location, actor = "ann", lines = new[] { new { sku, quantity } } }))
        .GetProperty("number").GetString()!;

    private async Task<HttpResponseMessage> PostWithKeyAsync(string location, string sku, decimal quantity)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/purchase-orders")
        {
            Content = JsonContent.Create(new { supplier = "ACME", location, actor = "ann", lines = new[] { new { sku, quantity } } }),
            Headers = { { "Idempotency-Key", $"key of {location}" } },
        };

        return await world.Http.SendAsync(request, ReplenishmentWorld.Token);
    }

    private Task<JsonElement> StepAsync(string number, string step, string actor, string? reason = null) =>
        world.PostAsync($"/v1/purchase-orders/{number}/{step}", new { actor, reason });

    private async Task<string> RefusalAsync(string number, string step, string actor, HttpStatusCode status)
    {
        using var response = await world.Http.PostAsJsonAsync(
            $"/v1/purchase-orders/{number}/{step}", new { actor, reason = "So." }, ReplenishmentWorld.Token);

        return (await ReplenishmentWorld.ProblemAsync(response, status)).GetProperty("type").GetString()!.Split(':')[^1];
    }

    private async Task<string?> StatusAsync(string number) =>
        (await world.GetAsync($"/v1/purchase-orders/{number}")).GetProperty("status").GetString();
}
