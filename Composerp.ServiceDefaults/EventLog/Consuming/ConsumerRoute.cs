namespace Composerp.ServiceDefaults.EventLog.Consuming;

/// <summary>From whom events come, by which way, and who applies them.</summary>
/// <param name="Source">The producing service, which also serves the feed.</param>
/// <param name="Group">The Kafka consumer group: the same for all replicas of this service.</param>
/// <param name="Handler">A class that is an <see cref="IEventHandler"/>.</param>
internal sealed record ConsumerRoute(string Source, string Topic, string Group, Type Handler)
{
    /// <summary>Names the consumer in the status and among the Kafka clients.</summary>
    public string Name => $"consumer.{Source}";

    public string FeedName => $"feed.{Source}";
}
