namespace Composerp.Replenishment.Tests.World;

/// <summary>Orders as people make them: ann drafts, bob approves.</summary>
internal static class Orders
{
    /// <summary>An approved order of one item that the ledger has told of.</summary>
    public static async Task<string> OrderAsync(
        this ReplenishmentWorld world, string location, string sku, decimal quantity, string supplier = "ACME", string? expectedOn = null)
    {
        var order = await world.PostAsync(
            "/v1/purchase-orders", new { supplier, location, actor = "ann", lines = new[] { new { sku, quantity, expectedOn } } });
        var number = order.GetProperty("number").GetString()!;
        await world.PostAsync($"/v1/purchase-orders/{number}/submit", new { actor = "ann" });
        await world.PostAsync($"/v1/purchase-orders/{number}/approve", new { actor = "bob" });

        return number;
    }

    /// <summary>An item at a location, known here.</summary>
    public static async Task<string> AKnownItemAsync(this ReplenishmentWorld world, string location, string supplier = "ACME", int leadTimeDays = 7)
    {
        var sku = await world.AnItemAtAsync(location, supplier, leadTimeDays);
        await world.CaughtUpAsync();

        return sku;
    }
}
