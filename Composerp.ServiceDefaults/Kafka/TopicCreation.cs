using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Composerp.ServiceDefaults.Kafka;

/// <summary>Looks for a topic and tries to create it; where that fails, the broker creates it at its first use, or somebody does.</summary>
internal sealed partial class TopicCreation(KafkaClients kafka, ILogger<TopicCreation> logger)
{
    /// <summary>Enough for any number of replicas of one service. Nothing depends on it.</summary>
    private const int Partitions = 12;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public Task TryEnsureAsync(string topic, CancellationToken token) =>
        kafka.CreatesTopics ? Task.Run(() => TryEnsure(topic, token), token) : Task.CompletedTask;

    private async Task TryEnsure(string topic, CancellationToken token)
    {
        using var admin = kafka.Admin($"admin.{topic}");

        try
        {
            // All topics: asking for one by name would create it, with the broker's number of partitions.
            if (admin.GetMetadata(Limit).Topics.Any(known => known.Topic == topic && known.Partitions.Count > 0))
            {
                return;
            }

            token.ThrowIfCancellationRequested();
            await admin.CreateTopicsAsync(
                [new TopicSpecification { Name = topic, NumPartitions = Partitions, ReplicationFactor = -1 }],
                new CreateTopicsOptions { RequestTimeout = Limit, OperationTimeout = Limit });
            LogCreated(topic);
        }
        catch (CreateTopicsException exists) when (exists.Results.All(result => result.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            // Another process was faster.
        }
        catch (KafkaException fault)
        {
            LogNotCreated(topic, fault.Error.Reason);
        }
    }

    [LoggerMessage(LogLevel.Information, "Created the topic {Topic}.")]
    private partial void LogCreated(string topic);

    [LoggerMessage(LogLevel.Information, "The topic {Topic} was not created here, the broker may do it at its first use: {Reason}")]
    private partial void LogNotCreated(string topic, string reason);
}
