using System.Text.Json;

namespace Composerp.Replenishment.Tests.World;

/// <summary>Stores that are fed from warehouses.</summary>
internal static class Network
{
    /// <summary>An item with stock at locations, each with a min-max policy; ACME delivers it within a week.</summary>
    public static async Task<string> AnItemInAsync(
        this ReplenishmentWorld world, params (string Location, decimal Stock, decimal Minimum, decimal Maximum)[] places)
    {
        var sku = await world.AnItemAtAsync(places[0].Location);

        foreach (var (location, stock, minimum, maximum) in places)
        {
            world.Ledger.Location(location);

            if (stock > 0)
            {
                world.Ledger.Receive(location, sku, stock);
            }

            await world.PutAsync($"/v1/policies/{location}/{sku}", new { kind = "min-max", minimum, maximum });
        }

        return sku;
    }

    public static Task FedByAsync(this ReplenishmentWorld world, string location, params object[] sources) =>
        world.PutAsync($"/v1/sourcing-rules/{location}", new { appliesTo = new { location }, sources });

    public static async Task<List<JsonElement>> OpenProposalsAsync(this ReplenishmentWorld world, string sku) =>
        await world.ItemsAsync($"/v1/proposals?status=proposed&sku={sku}");

    /// <summary>From where to where how much: "W1 > S1 24".</summary>
    public static async Task<List<string>> FlowsAsync(this ReplenishmentWorld world, string sku) =>
    [
        .. (await world.OpenProposalsAsync(sku)).Select(proposal => FormattableString.Invariant(
            $"{FromOf(proposal)} > {proposal.GetProperty("location").GetString()} {proposal.GetProperty("quantity").GetDecimal():0.####}")).Order(StringComparer.Ordinal),
    ];

    public static string? FromOf(JsonElement proposal) =>
        proposal.GetProperty("kind").GetString() == "transfer" ? proposal.GetProperty("source").GetString() : proposal.GetProperty("supplier").GetString();

    /// <summary>Calculates a proposal again from what is stored, and shares again what was short.</summary>
    public static async Task ReplaysAsync(this ReplenishmentWorld world, JsonElement proposal)
    {
        var quantity = proposal.GetProperty("quantity").GetDecimal();
        var explained = await world.GetAsync($"/v1/proposals/{proposal.GetProperty("id").GetString()}/explanation");
        var derivation = JsonSerializer.Deserialize(explained.GetProperty("derivation").GetRawText(), ReplenishmentJson.Default.Derivation)!;
        var sourcing = derivation.Input.Sourcing;

        Assert.Equal(quantity, explained.GetProperty("replayed").GetDecimal());
        Assert.Equal(sourcing is { Allotment.Allocation: not null } or { Excess: not null }, explained.TryGetProperty("sharedStock", out _));
        Assert.All(explained.GetProperty("words").EnumerateArray(), sentence => Assert.EndsWith(".", sentence.GetString(), StringComparison.Ordinal));
    }
}
