using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Costs;

public sealed class CorrectCostsTests(TestDatabases databases) : IAsyncLifetime
{
    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);
        await _ledger.AddItemsAsync("bolt");
        await _ledger.SendAsync(HttpMethod.Put, "/v1/items/beam", """{"name":"Beam","valuation":"fifo"}""");
        await _ledger.AddLocationAsync("A");
    }

    public async ValueTask DisposeAsync()
    {
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
        await _ledger.DisposeAsync();
    }

    [Theory]
    [InlineData("bolt")]
    [InlineData("beam")]
    public async Task An_invoice_that_differs_changes_stock_and_cost_of_sales_and_says_how(string sku)
    {
        await _ledger.PostedAsync($$"""{"id":"r","kind":"RECEIPT","location":"A","lines":[{"sku":"{{sku}}","quantity":10,"unitPrice":1}]}""");
        await _ledger.PostedAsync($$"""{"id":"s","kind":"SALE","location":"A","lines":[{"sku":"{{sku}}","quantity":6,"unitPrice":3}]}""");

        var invoice = $$"""{"id":"i","movement":"r","lines":[{"sku":"{{sku}}","unitPrice":1.5}]}""";
        var corrected = await PostAsync(invoice);
        Assert.Equal((201, "2 3"), (corrected.Status, Effects(corrected)));
        Assert.Equal(6m, await ValueAsync(sku));
        Assert.Equal(corrected.Text, (await PostAsync(invoice)).Text);

        // Freight on top, then the invoice withdrawn: each is measured against what was paid so far.
        Assert.Equal("0.4 0.6", Effects(await PostAsync($$"""{"id":"f","movement":"r","lines":[{"sku":"{{sku}}","landedCost":1}]}""")));
        Assert.Equal("-2.4 -3.6", Effects(await PostAsync($$"""{"id":"w","movement":"r","lines":[{"sku":"{{sku}}","unitPrice":1}]}""")));
        Assert.Equal(4m, await ValueAsync(sku));
    }

    private Task<Answer> PostAsync(string body) => _ledger.SendAsync(HttpMethod.Post, "/v1/cost-corrections", body);

    private static string Effects(Answer answer)
    {
        var effect = answer.Json.GetProperty("effects")[0];

        return $"{effect.GetProperty("inStock")} {effect.GetProperty("sold")}";
    }

    private async Task<decimal> ValueAsync(string sku) =>
        (await _ledger.GetAsync($"/v1/positions?location=A&sku={sku}")).Json.GetProperty("items")[0].GetProperty("value").GetDecimal();
}
