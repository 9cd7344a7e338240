using System.Net;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.OrderMessages;

public sealed class OrderMessagesTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task What_is_late_needed_sooner_or_not_at_all_is_said_page_by_page()
    {
        // Ten a day: 35 last through Wednesday, 1000 through the horizon.
        var late = await AnItemOnOrderAsync(35, "2026-03-01");
        var sooner = await AnItemOnOrderAsync(35, "2026-03-09");
        var needless = await AnItemOnOrderAsync(1_000, "2026-03-09");
        var right = await AnItemOnOrderAsync(35, "2026-03-05");
        var draft = await world.AKnownItemAsync("M1");
        await world.PostAsync(
            "/v1/purchase-orders", new { supplier = "ACME", location = "M1", actor = "ann", lines = new[] { new { sku = draft, quantity = 1, expectedOn = "2026-02-01" } } });

        var messages = await world.ItemsAsync("/v1/order-messages?location=M1&limit=1");

        Assert.Equal(
            new[] { (late, "late"), (sooner, "reschedule-in"), (needless, "cancel") }.Order(),
            messages.Select(message => (message.GetProperty("sku").GetString()!, message.GetProperty("kind").GetString()!)).Order());
        Assert.Equal("2026-03-05", messages.Single(message => message.GetProperty("sku").GetString() == sooner).GetProperty("neededOn").GetString());
        Assert.DoesNotContain(messages, message => message.GetProperty("sku").GetString() == right);
        Assert.Equal([late], (await world.ItemsAsync("/v1/order-messages?location=M1&kind=late")).Select(message => message.GetProperty("sku").GetString()!));
    }

    // 35 last through Wednesday; where 15 are to stay, only through Tuesday.
    [Fact]
    public async Task What_the_newest_plan_keeps_is_not_to_be_touched()
    {
        var sku = await AnItemOnOrderAsync(35, "2026-03-05", "M2");
        await world.MinMaxAsync("M2", sku, 15, 60);

        Assert.Empty(await world.ItemsAsync("/v1/order-messages?location=M2"));
        await world.PlanAsync();

        var message = Assert.Single(await world.ItemsAsync("/v1/order-messages?location=M2"));
        Assert.Equal(("reschedule-in", "2026-03-04"), (message.GetProperty("kind").GetString(), message.GetProperty("neededOn").GetString()));
    }

    [Theory]
    [InlineData("kind=lost")]
    [InlineData("earlierDays=0")]
    [InlineData("laterDays=366")]
    public async Task A_bad_parameter_gets_a_clear_problem(string query)
    {
        using var response = await world.Http.GetAsync($"/v1/order-messages?{query}", ReplenishmentWorld.Token);

        await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.BadRequest);
    }

    private readonly List<string> _skus = [];

    private async Task<string> AnItemOnOrderAsync(decimal onHand, string expectedOn, string location = "M1")
    {
        var sku = await world.AKnownItemAsync(location);
        _skus.Add(sku);
        world.Ledger.Receive(location, sku, onHand);
        world.Forecasting.Complete(new(2026, 3, 2), [.. _skus.Select(one => TheForecasting.Series(location, one, 10, 1))]);
        await world.CaughtUpAsync();
        await world.OrderAsync(location, sku, 50, expectedOn: expectedOn);

        return sku;
    }
}
