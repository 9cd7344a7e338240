using System.Text;
using Composerp.Contracts;
using Composerp.Embedded.Kafka;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;
using Confluent.Kafka;

namespace Composerp.InventoryLedger.Tests.Inbound;

public sealed class ReceiveReportsTests(TestDatabases databases)
{
    private const string Receipt = """{"location":"A","occurredAt":"2026-01-05T08:00:00Z","reference":"PO-1","lines":[{"sku":"bolt","quantity":100}]}""";

    private const string Sale = """{"location":"A","occurredAt":"2026-01-05T09:00:00Z","actor":"till 1","lines":[{"sku":"bolt","quantity":1,"unitPrice":0.5}]}""";

    [Fact]
    public async Task Reports_are_posted_once_however_often_they_come_and_refusals_are_kept()
    {
        var token = TestContext.Current.CancellationToken;
        using var kafka = KafkaCluster.Start();
        kafka.CreateTopic(Topics.Integration, 4);
        await using var ledger = await RunningLedger.StartAsync(
            await databases.CreateAsync(token), token, ("ConnectionStrings:kafka", kafka.BootstrapServers));
        await ledger.AddItemsAsync("bolt");
        await ledger.AddLocationAsync("A");
        using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build();

        await SendAsync(EventTypes.ReceiptReported, "receipt-1", Receipt);
        await Eventually.HoldsAsync(async _ => await ledger.OnHandAsync("A", "bolt") == 100, "the receipt is posted", token);

        for (var n = 0; n < 60; n++)
        {
            await SendAsync(EventTypes.SaleReported, $"sale-{n % 20}", Sale);
        }

        await SendAsync(EventTypes.SaleReported, "changed", Sale);
        await SendAsync(EventTypes.SaleReported, "sale-1", Sale.Replace("\"quantity\":1", "\"quantity\":2", StringComparison.Ordinal));
        await SendAsync(EventTypes.SaleReported, "unknown-item", Sale.Replace("bolt", "gold", StringComparison.Ordinal));
        await SendAsync(EventTypes.SaleReported, "too-many", Sale.Replace("\"quantity\":1", "\"quantity\":1000", StringComparison.Ordinal));
        await SendAsync(EventTypes.SaleReported, "not-a-sale", """{"location":"A"}""");
        await SendAsync("composerp.integration.weather-reported.v1", "rain", """{}""");
        await Eventually.HoldsAsync(
            async _ => await ledger.QueryAsync<long>("select count(*) from dead_letter") == 5, "what cannot be posted is kept", token);
        await Eventually.HoldsAsync(async _ => await ledger.OnHandAsync("A", "bolt") == 79, "the sales are posted once", token);

        Assert.Equal("till 1", (await ledger.GetAsync("/v1/movements/urn:till:7/sale-3")).String("actor"));
        Assert.Equal(
            "This id was used before, for a movement with other content.",
            await ledger.QueryAsync<string>("select reason from dead_letter where sender_event_id = 'sale-1'"));
        await LedgerTruth.AssertHoldsAsync(ledger.Database);

        Task SendAsync(string type, string id, string data) =>
            producer.ProduceAsync(Topics.Integration, Report(type, id, data), token);
    }

    // All of it is there before the ledger looks: it comes at once, fills several transactions of one lane, and is more
    // than may wait.
    [Fact]
    public async Task A_flood_from_one_place_is_posted_in_its_order_a_bounded_number_at_a_time()
    {
        const int Sales = 2_500;
        var token = TestContext.Current.CancellationToken;
        var database = await databases.CreateAsync(token);

        await using (var before = await RunningLedger.StartAsync(database, token))
        {
            await before.AddItemsAsync("bolt");
            await before.AddLocationAsync("A");
        }

        using var kafka = KafkaCluster.Start();
        kafka.CreateTopic(Topics.Integration, 4);
        using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        var receipt = Report(EventTypes.ReceiptReported, "receipt", Receipt.Replace("100", $"{Sales}", StringComparison.Ordinal));
        var sales = Enumerable.Range(0, Sales).Select(n => Report(EventTypes.SaleReported, $"{n:0000}", Sale));
        await Task.WhenAll(sales.Prepend(receipt).Select(report => producer.ProduceAsync(Topics.Integration, report, token)));

        await using var ledger = await RunningLedger.StartAsync(
            database, token, ("ConnectionStrings:kafka", kafka.BootstrapServers), ("Posting:WaitingMax", "1200"));
        await Eventually.HoldsAsync(
            async _ => await ledger.QueryAsync<long>("select count(*) from entry") == Sales + 1, "all is posted", token);

        Assert.Equal(0, await ledger.OnHandAsync("A", "bolt"));
        Assert.True(await ledger.QueryAsync<bool>(
            "select array_agg(movement_id order by sequence) = array_agg(movement_id order by movement_id) from entry where kind = 'SALE'"));
        Assert.InRange(
            await ledger.QueryAsync<long>("select max(n) from (select count(*) as n from entry group by recorded_at) as transactions"), 1, 1_000);
        await LedgerTruth.AssertHoldsAsync(ledger.Database);
    }

    private static Message<string, byte[]> Report(string type, string id, string data) => new()
    {
        Key = "A",
        Value = Encoding.UTF8.GetBytes(data),
        Headers = new()
        {
            { "ce_specversion", "1.0"u8.ToArray() },
            { "ce_source", "urn:till:7"u8.ToArray() },
            { "ce_id", Encoding.UTF8.GetBytes(id) },
            { "ce_type", Encoding.UTF8.GetBytes(type) },
            { "content-type", "application/json"u8.ToArray() },
        },
    };
}
