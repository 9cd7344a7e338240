using System.Net;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.PurchaseOrders;

public sealed class DocumentTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task A_supplier_reads_the_order_as_csv_json_or_a_page()
    {
        await world.PutAsync("/v1/suppliers/ACME", new { name = "Acme & Sons, \"Ltd\"" });
        var sku = $"a,\"{Guid.CreateVersion7():N}";
        world.Ledger.Item(sku, "<b>Bolt</b>");
        world.Ledger.Location("D1", name: "Dock");
        await world.CaughtUpAsync();
        var order = await world.PostAsync("/v1/purchase-orders", new
        {
            supplier = "ACME", location = "D1", actor = "ann",
            lines = new[]
            {
                new { sku, unitCost = 2.5m, deliveries = new[] { new { expectedOn = "2026-03-09", quantity = 10m }, new { expectedOn = "2026-03-16", quantity = 1.5m } } },
            },
        });
        var number = order.GetProperty("number").GetString();

        Assert.Equal(
            $"""
            order,from,deliverTo,line,sku,name,unit,quantity,unitCost,amount,expectedOn
            {number},ACME,D1,1,"{sku.Replace("\"", "\"\"", StringComparison.Ordinal)}",<b>Bolt</b>,each,10,2.5,25,2026-03-09
            {number},ACME,D1,1,"{sku.Replace("\"", "\"\"", StringComparison.Ordinal)}",<b>Bolt</b>,each,1.5,2.5,3.75,2026-03-16

            """.ReplaceLineEndings("\r\n"),
            await TextAsync(number, "csv", "text/csv"));

        var page = await TextAsync(number, "html", "text/html");
        Assert.Contains("&lt;b&gt;Bolt&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("Acme &amp; Sons", page, StringComparison.Ordinal);

        var document = await world.GetAsync($"/v1/purchase-orders/{number}/document");
        Assert.Equal((28.75m, "Dock", 2), (
            document.GetProperty("amount").GetDecimal(), document.GetProperty("deliverToName").GetString(), document.GetProperty("lines").GetArrayLength()));
    }

    [Fact]
    public async Task A_format_that_is_none_and_an_order_that_is_none_get_a_clear_problem()
    {
        using var format = await world.Http.GetAsync("/v1/purchase-orders/PO-999999/document?format=pdf", ReplenishmentWorld.Token);
        using var unknown = await world.Http.GetAsync("/v1/purchase-orders/PO-999999/document", ReplenishmentWorld.Token);

        await ReplenishmentWorld.ProblemAsync(format, HttpStatusCode.BadRequest);
        await ReplenishmentWorld.ProblemAsync(unknown, HttpStatusCode.NotFound);
    }

    private async Task<string> TextAsync(string? number, string format, string mediaType)
    {
        using var response = await world.Http.GetAsync($"/v1/purchase-orders/{number}/document?format={format}", ReplenishmentWorld.Token);
        Assert.Equal((HttpStatusCode.OK, mediaType), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));

        return await response.Content.ReadAsStringAsync(ReplenishmentWorld.Token);
    }
}
