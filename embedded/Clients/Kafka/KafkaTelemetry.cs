using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Confluent.Kafka;

namespace Composerp.Embedded.Clients;

/// <summary>Spans and metrics of messages, under the names that dashboards made for Aspire expect.</summary>
internal static class KafkaTelemetry
{
    public const string Name = "OpenTelemetry.Instrumentation.ConfluentKafka";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Published = Meter.CreateCounter<long>("messaging.publish.messages");
    private static readonly Histogram<double> PublishDuration = Meter.CreateHistogram<double>("messaging.publish.duration", "s");
    private static readonly Counter<long> Received = Meter.CreateCounter<long>("messaging.receive.messages");
    private static readonly Histogram<double> ReceiveDuration = Meter.CreateHistogram<double>("messaging.receive.duration", "s");

    /// <summary>Starts the span of a publish and writes its context into the message's headers (W3C traceparent).</summary>
    public static Activity? StartPublish<TKey, TValue>(string topic, Message<TKey, TValue> message, string clientId)
    {
        var span = Source.StartActivity($"{topic} publish", ActivityKind.Producer);
        Tag(span, "publish", topic, clientId);

        if (span is not null)
        {
            message.Headers ??= [];
            DistributedContextPropagator.Current.Inject(span, message.Headers, static (carrier, name, value) =>
            {
                if (carrier is Headers headers)
                {
                    headers.Remove(name);
                    headers.Add(name, Encoding.UTF8.GetBytes(value));
                }
            });
        }

        return span;
    }

    public static void EndPublish(Activity? span, string topic, long startedAt, Error? error)
    {
        TagList tags = [new("messaging.system", "kafka"), new("messaging.operation", "publish"), new("messaging.destination.name", topic)];
        End(span, error, ref tags);
        Published.Add(1, tags);
        PublishDuration.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, tags);
    }

    /// <summary>Records what a poll brought: a span of its own that links to the one that published the message.</summary>
    public static void Receive<TKey, TValue>(ConsumeResult<TKey, TValue>? result, long startedAt, DateTimeOffset started, string clientId, Error? error)
    {
        if (error is null && (result is null || result.IsPartitionEOF))
        {
            return;
        }

        var topic = result?.Topic ?? "";
        TagList tags = [new("messaging.system", "kafka"), new("messaging.operation", "receive"), new("messaging.destination.name", topic)];
        IEnumerable<ActivityLink> links = Context(result?.Message?.Headers) is { } published ? [new ActivityLink(published)] : [];

        using (var span = Source.StartActivity($"{topic} receive", ActivityKind.Consumer, parentContext: default, links: links, startTime: started))
        {
            Tag(span, "receive", topic, clientId);
            span?.SetTag("messaging.destination.partition.id", result?.Partition.Value);
            span?.SetTag("messaging.kafka.message.offset", result?.Offset.Value);
            End(span, error, ref tags);
        }

        Received.Add(1, tags);
        ReceiveDuration.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, tags);
    }

    private static void End(Activity? span, Error? error, ref TagList tags)
    {
        if (error is { IsError: true })
        {
            tags.Add("error.type", error.Code.ToString());
            span?.SetStatus(ActivityStatusCode.Error, error.Reason);
        }
    }

    private static void Tag(Activity? span, string operation, string topic, string clientId)
    {
        span?.SetTag("messaging.system", "kafka");
        span?.SetTag("messaging.operation", operation);
        span?.SetTag("messaging.destination.name", topic);
        span?.SetTag("messaging.client_id", clientId);
    }

    private static ActivityContext? Context(Headers? headers)
    {
        if (headers is null || !headers.TryGetLastBytes("traceparent", out var parent))
        {
            return null;
        }

        var state = headers.TryGetLastBytes("tracestate", out var bytes) ? Encoding.UTF8.GetString(bytes) : null;

        return ActivityContext.TryParse(Encoding.UTF8.GetString(parent), state, isRemote: true, out var context) ? context : null;
    }
}
