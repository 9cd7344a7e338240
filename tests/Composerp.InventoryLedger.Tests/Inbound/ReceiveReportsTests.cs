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

        Task SendAsync(string type, string id, string data) => producer.ProduceAsync(Topics.Integration, new()
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
        }, token);
    }
}
