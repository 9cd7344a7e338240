using Composerp.Replenishment.Tests.World;
using Composerp.Tests.Support;
using Microsoft.Extensions.Options;

namespace Composerp.Replenishment.Tests.Exceptions;

public sealed class ExceptionOptionsTests(TestDatabases databases)
{
    [Fact]
    public async Task From_where_on_something_is_an_exception_is_a_setting()
    {
        await using var world = new ReplenishmentWorld(databases)
        {
            Settings = new()
            {
                ["Exceptions:ShortMin"] = "60",
                ["Exceptions:ExcessDays"] = "30",
                ["Exceptions:DeadDays"] = "20",
                ["Exceptions:SupplierLinesMin"] = "2",
                ["Exceptions:OnTimeInFullMin"] = "0.9",
            },
        };
        await world.InitializeAsync();
        var (missing, enough, much, dead, late) = (
            await world.AKnownItemAsync("E3"), await world.AKnownItemAsync("E3"), await world.AKnownItemAsync("E3"),
            await world.AKnownItemAsync("E3"), await world.AKnownItemAsync("E3", "SLOW"));
        world.Ledger.Receive("E3", enough, 20);
        world.Ledger.Receive("E3", much, 400);
        world.Ledger.ReceiveOn(new(2026, 2, 5), "E3", dead, 4);
        world.Forecasting.Complete(new(2026, 3, 1), [.. new[] { missing, enough, much }.Select(sku => TheForecasting.Series("E3", sku, 10, 1))]);

        foreach (var sku in new[] { missing, enough, much, dead, late })
        {
            await world.MinMaxAsync("E3", sku, 10, 30, sku == late ? "SLOW" : "ACME");
        }

        await world.OrderAsync("E3", late, 5, "SLOW", "2026-02-25");
        await world.OrderAsync("E3", late, 5, "SLOW", "2026-02-25");
        await world.CaughtUpAsync();
        await world.PlanAsync();

        // In a week 70 of one are short and 50 of the other; 400 are 100 more than a month asks for.
        Assert.Equal(
            [("excess", much), ("stock-out-now", missing), ("unreliable-supplier", null), ("late-order", late), ("late-order", late), ("dead-stock", dead)],
            (await world.ItemsAsync("/v1/exceptions?limit=100")).Select(one =>
                (one.GetProperty("kind").GetString(), one.TryGetProperty("sku", out var sku) ? sku.GetString() : null)));
    }

    [Theory]
    [InlineData("ShortMin", "-1")]
    [InlineData("ExcessDays", "0")]
    [InlineData("DeadDays", "4000")]
    [InlineData("SupplierLinesMin", "0")]
    [InlineData("OnTimeInFullMin", "1.1")]
    public async Task A_service_does_not_start_with_what_makes_no_sense(string setting, string value)
    {
        await using var world = new ReplenishmentWorld(databases) { Settings = new() { [$"Exceptions:{setting}"] = value } };

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => world.InitializeAsync().AsTask());

        Assert.Contains(setting, refused.Message, StringComparison.Ordinal);
    }
}
