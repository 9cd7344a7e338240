using System.Diagnostics;
using System.Text;
using Aspire.Confluent.Kafka;
using Composerp.Embedded.Kafka;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Composerp.Embedded.Tests.Clients;

public sealed class KafkaClientsTests : IDisposable
{
    private const string Instrumentation = "OpenTelemetry.Instrumentation.ConfluentKafka";

    private readonly KafkaCluster _kafka = KafkaCluster.Start();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _kafka.Dispose();

    [Fact]
    public async Task A_message_leaves_linked_spans_and_metrics_at_both_ends()
    {
        var topic = $"moves-{Guid.CreateVersion7()}";
        _kafka.CreateTopic(topic, partitions: 1);
        var spans = new List<Activity>();
        var metrics = new List<Metric>();
        using var service = AHost.With(
            builder =>
            {
                builder.AddKafkaProducer<string, string>("kafka");
                builder.AddKafkaConsumer<string, string>("kafka", (KafkaConsumerSettings settings) => Listen(settings, "ledger"));
                builder.Services.AddOpenTelemetry()
                    .WithTracing(traces => traces.AddInMemoryExporter(spans))
                    .WithMetrics(meters => meters.AddInMemoryExporter(metrics));
            },
            ("ConnectionStrings:kafka", _kafka.BootstrapServers));
        await service.StartAsync(Token);
        var consumer = service.Services.GetRequiredService<IConsumer<string, string>>();
        consumer.Subscribe(topic);

        var producer = service.Services.GetRequiredService<IProducer<string, string>>();
        await producer.ProduceAsync(topic, new() { Value = "awaited" }, Token);
        HandOver(producer, topic);
        ConsumeResult<string, string>[] heard = [consumer.Consume(Token), consumer.Consume(Token)];

        service.Services.GetRequiredService<TracerProvider>().ForceFlush();
        service.Services.GetRequiredService<MeterProvider>().ForceFlush();
        var ours = spans.Where(span => (string?)span.GetTagItem("messaging.destination.name") == topic).ToList();
        var published = ours.Where(span => span.Kind == ActivityKind.Producer).ToList();
        var received = ours.Where(span => span.Kind == ActivityKind.Consumer).ToList();
        Assert.All(ours, span => Assert.Equal(Instrumentation, span.Source.Name));
        Assert.Equal(2, published.Count);
        Assert.Equal(
            published.Select(span => span.SpanId.ToHexString()).Order(),
            received.Select(span => Assert.Single(span.Links).Context.SpanId.ToHexString()).Order());
        Assert.Equal(
            published.Select(span => span.Id ?? "").Order(),
            heard.Select(message => Encoding.UTF8.GetString(message.Message.Headers.GetLastBytes("traceparent"))).Order());
        Assert.Equal(
            ["messaging.publish.duration", "messaging.publish.messages", "messaging.receive.duration", "messaging.receive.messages"],
            metrics.Where(metric => metric.MeterName == Instrumentation).Select(metric => metric.Name).Distinct().Order());
    }

    [Fact]
    public void Settings_come_from_the_section_then_the_named_one_then_the_connection_string_then_the_caller()
    {
        KafkaProducerSettings? seen = null;
        using var service = AHost.With(
            builder => builder.AddKafkaProducer<string, string>("kafka", (KafkaProducerSettings settings) =>
            {
                settings.Config.ClientId = "caller";
                seen = settings;
            }),
            ("Aspire:Confluent:Kafka:Producer:ConnectionString", "section:1"),
            ("Aspire:Confluent:Kafka:Producer:Config:Acks", "Leader"),
            ("Aspire:Confluent:Kafka:Producer:Config:LingerMs", "1"),
            ("Aspire:Confluent:Kafka:Producer:kafka:Config:LingerMs", "2"),
            ("Aspire:Confluent:Kafka:Producer:kafka:Config:ClientId", "named"),
            ("Aspire:Confluent:Kafka:Producer:kafka:DisableTracing", "true"),
            ("ConnectionStrings:kafka", _kafka.BootstrapServers));

        var producer = service.Services.GetRequiredService<IProducer<string, string>>();

        Assert.StartsWith("caller#", producer.Name, StringComparison.Ordinal);
        Assert.NotNull(seen);
        Assert.Equal((Acks.Leader, 2, true), (seen.Config.Acks, seen.Config.LingerMs, seen.DisableTracing));
        Assert.Equal((_kafka.BootstrapServers, 1000), (seen.Config.BootstrapServers, seen.Config.StatisticsIntervalMs));
    }

    [Fact]
    public void What_is_missing_is_told_when_it_is_needed()
    {
        using var service = AHost.With(
            builder =>
            {
                builder.AddKafkaProducer<string, string>("nowhere");
                builder.AddKafkaConsumer<string, string>("kafka");
            },
            ("ConnectionStrings:kafka", _kafka.BootstrapServers));

        var noBroker = Assert.Throws<InvalidOperationException>(() => service.Services.GetRequiredService<IProducer<string, string>>());
        var noGroup = Assert.Throws<InvalidOperationException>(() => service.Services.GetRequiredService<IConsumer<string, string>>());

        Assert.Equal("No bootstrap servers configured.", noBroker.Message);
        Assert.Equal("No group id configured.", noGroup.Message);
    }

    [Fact]
    public void Keyed_clients_stand_apart_and_builders_are_the_callers_too()
    {
        var given = new object();
        object? seen = null;
        using var service = AHost.With(
            builder =>
            {
                builder.Services.AddSingleton(given);
                builder.AddKeyedKafkaProducer<string, string>("first");
                builder.AddKeyedKafkaProducer<string, string>("second", (services, _) => seen = services.GetRequiredService<object>());
            },
            ("ConnectionStrings:first", _kafka.BootstrapServers),
            ("ConnectionStrings:second", _kafka.BootstrapServers));

        var first = service.Services.GetRequiredKeyedService<IProducer<string, string>>("first");
        var second = service.Services.GetRequiredKeyedService<IProducer<string, string>>("second");

        Assert.NotSame(first, second);
        Assert.Same(given, seen);
        Assert.Null(service.Services.GetService<IProducer<string, string>>());
    }

    [Fact]
    public async Task Health_is_the_brokers()
    {
        using var service = AHost.With(
            builder =>
            {
                builder.AddKafkaProducer<string, string>("kafka");
                builder.AddKafkaProducer<byte[], byte[]>("kafka");
                builder.AddKafkaConsumer<string, string>("kafka", (KafkaConsumerSettings settings) => Listen(settings, "ledger"));
                builder.AddKeyedKafkaProducer<string, string>("nowhere");
                builder.AddKeyedKafkaProducer<string, string>("unwatched", (KafkaProducerSettings settings) => settings.DisableHealthChecks = true);
            },
            ("ConnectionStrings:kafka", _kafka.BootstrapServers),
            ("ConnectionStrings:nowhere", "127.0.0.1:1"));

        Assert.Equal(
            ["Aspire.Confluent.Kafka.Consumer", "Aspire.Confluent.Kafka.Producer", "Aspire.Confluent.Kafka.Producer_nowhere"],
            service.HealthChecks());
        var report = await service.CheckHealthAsync();
        Assert.Equal(HealthStatus.Healthy, report.Entries["Aspire.Confluent.Kafka.Producer"].Status);
        Assert.Equal(HealthStatus.Healthy, report.Entries["Aspire.Confluent.Kafka.Consumer"].Status);
        Assert.Equal(HealthStatus.Unhealthy, report.Entries["Aspire.Confluent.Kafka.Producer_nowhere"].Status);
    }

    [Fact]
    public void Asking_for_health_again_opens_no_further_connection()
    {
        using var service = AHost.With(
            builder => builder.AddKafkaProducer<string, string>("kafka"), ("ConnectionStrings:kafka", _kafka.BootstrapServers));
        var check = Assert.Single(service.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations);

        Assert.Same(check.Factory(service.Services), check.Factory(service.Services));
    }

    private static void HandOver(IProducer<string, string> producer, string topic)
    {
        producer.Produce(topic, new() { Value = "handed over" });
        producer.Flush(Token);
    }

    private static void Listen(KafkaConsumerSettings settings, string group)
    {
        settings.Config.GroupId = group;
        settings.Config.AutoOffsetReset = AutoOffsetReset.Earliest;
        settings.Config.FetchWaitMaxMs = 20;
        settings.Config.AllowAutoCreateTopics = true;
    }
}
