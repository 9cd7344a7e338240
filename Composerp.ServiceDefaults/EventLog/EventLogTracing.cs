using System.Diagnostics;

namespace Composerp.ServiceDefaults.EventLog;

/// <summary>Spans of relays and consumers, named and tagged by OpenTelemetry's conventions for messaging.</summary>
internal static class EventLogTracing
{
    public const string SourceName = "Composerp.EventLog";

    /// <summary>A batch may hold thousands of events; so many of their producers' spans are named.</summary>
    private const int LinksMax = 32;

    private static readonly ActivitySource Source = new(SourceName);

    public static Activity? Publish(IEventLog log, int events) =>
        Start($"publish {log.Topic}", ActivityKind.Producer, log.Topic, events, []);

    /// <param name="traceParents">W3C trace contexts of the producers.</param>
    public static Activity? Apply(string topic, int events, IEnumerable<string?> traceParents) =>
        Source.HasListeners()
            ? Start($"apply {topic}", ActivityKind.Consumer, topic, events, LinksTo(traceParents))
            : null;

    private static Activity? Start(string name, ActivityKind kind, string topic, int events, IEnumerable<ActivityLink> links)
    {
        var span = Source.StartActivity(name, kind, parentContext: default, links: links);
        span?.SetTag("messaging.system", "kafka");
        span?.SetTag("messaging.destination.name", topic);
        span?.SetTag("messaging.batch.message_count", events);

        return span;
    }

    private static IEnumerable<ActivityLink> LinksTo(IEnumerable<string?> traceParents)
    {
        foreach (var traceParent in traceParents.Where(one => one is not null).Distinct().Take(LinksMax))
        {
            if (ActivityContext.TryParse(traceParent, null, isRemote: true, out var context))
            {
                yield return new ActivityLink(context);
            }
        }
    }
}
