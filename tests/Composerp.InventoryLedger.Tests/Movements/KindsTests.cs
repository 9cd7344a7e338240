using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Movements;

/// <summary>Every kind over HTTP: written, and read again.</summary>
public sealed class KindsTests(TestDatabases databases) : IAsyncLifetime
{
    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);
        await _ledger.AddItemsAsync("bolt");
        await _ledger.SendAsync(HttpMethod.Post, "/v1/items", """
            [{"sku":"milk","name":"Milk","tracking":"lot","decimals":0,"units":{"crate":12}},{"sku":"drill","name":"Drill","tracking":"serial","valuation":"fifo"}]
            """);
        await _ledger.AddLocationAsync("A");
        await _ledger.AddLocationAsync("B");
        await _ledger.PostedAsync("""
            {"id":"r","kind":"RECEIPT","location":"A","reference":"PO-1","lines":[
                {"sku":"bolt","quantity":10,"unitPrice":2},
                {"sku":"milk","quantity":2,"unit":"crate","unitPrice":6,"lot":"L2","expiresOn":"2999-02-01"},
                {"sku":"milk","quantity":1,"unit":"crate","unitPrice":6,"lot":"L1","expiresOn":"2999-01-01"},
                {"sku":"drill","quantity":1,"unitPrice":100,"lot":"S1"},{"sku":"drill","quantity":1,"unitPrice":110,"lot":"S2"}]}
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
        await _ledger.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"id":"m","kind":"SALE","location":"A","lines":[{"sku":"milk","quantity":14}]}""", "L1 ON_HAND -12 CUSTOMER -6, L2 ON_HAND -2 CUSTOMER -1")]
    [InlineData("""{"id":"m","kind":"SALE","location":"A","lines":[{"sku":"milk","quantity":0.25,"unit":"crate","lot":"L2"}]}""", "L2 ON_HAND -3 CUSTOMER -1.5")]
    [InlineData("""{"id":"m","kind":"TRANSFER_OUT","location":"A","toLocation":"B","lines":[{"sku":"drill","quantity":1,"lot":"S2"}]}""", "S2 ON_HAND -1 IN_TRANSIT -100, S2 IN_TRANSIT 1 ON_HAND 100")]
    [InlineData("""{"id":"m","kind":"DAMAGE","location":"A","lines":[{"sku":"milk","quantity":1}]}""", "L1 ON_HAND -1 DAMAGED , L1 DAMAGED 1 ON_HAND ")]
    [InlineData("""{"id":"m","kind":"CUSTOMER_RETURN","location":"A","lines":[{"sku":"bolt","quantity":1,"status":"DAMAGED"}]}""", " DAMAGED 1 CUSTOMER 2")]
    [InlineData("""{"id":"m","kind":"SUPPLIER_RETURN","location":"A","lines":[{"sku":"bolt","quantity":3}]}""", " ON_HAND -3 SUPPLIER -6")]
    [InlineData("""{"id":"m","kind":"EXPIRY","location":"A","lines":[{"sku":"milk","quantity":2,"lot":"L1"}]}""", "L1 ON_HAND -2 SCRAP -1")]
    public async Task A_movement_is_read_again_with_lots_and_values(string body, string entries)
    {
        await _ledger.PostedAsync(body);

        var movement = (await _ledger.GetAsync("/v1/movements/m")).Json;

        Assert.Equal(entries, string.Join(", ", movement.GetProperty("entries").EnumerateArray().Select(entry =>
            $"{(entry.TryGetProperty("lot", out var lot) ? lot : "")} {entry.GetProperty("account")} {entry.GetProperty("quantity")} {entry.GetProperty("contra")} "
            + $"{(entry.TryGetProperty("value", out var value) ? value : "")}")));
    }

    [Fact]
    public async Task A_reversal_takes_back_what_stands_in_the_same_request()
    {
        var answer = await _ledger.PostAsync("""
            [{"id":"m","kind":"SALE","location":"A","lines":[{"sku":"milk","quantity":14}]},{"id":"b","kind":"REVERSAL","reverses":"m","reason":"typed wrong"}]
            """);

        Assert.Equal(["posted", "posted"], answer.Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("status").GetString()));
        Assert.Equal(36, await _ledger.OnHandAsync("A", "milk"));
        Assert.Equal("m", (await _ledger.GetAsync("/v1/movements/b")).String("reverses"));
    }

    [Fact]
    public async Task An_item_with_movements_keeps_how_it_is_counted()
    {
        var answer = await _ledger.SendAsync(HttpMethod.Put, "/v1/items/milk", """{"name":"Milk"}""");
        Assert.Equal((409, "sku item-in-use"), (answer.Status, answer.FieldErrors[0]));

        answer = await _ledger.SendAsync(HttpMethod.Put, "/v1/items/milk", """{"name":"Milk, fresh","tracking":"lot","decimals":0,"units":{"crate":12,"pallet":480}}""");
        Assert.Equal(200, answer.Status);
        await _ledger.PostedAsync("""{"id":"m","kind":"RECEIPT","location":"A","lines":[{"sku":"milk","quantity":1,"unit":"pallet","lot":"L3"}]}""");
    }
}
