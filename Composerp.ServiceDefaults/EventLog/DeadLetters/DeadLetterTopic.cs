using System.Text;
using Composerp.ServiceDefaults.Kafka;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Composerp.ServiceDefaults.EventLog.DeadLetters;

/// <summary>Copies dead letters to {topic}.dead-letter, for whoever watches topics. The table is what counts: a copy may get lost.</summary>
internal sealed partial class DeadLetterTopic(KafkaClients kafka, ILogger<DeadLetterTopic> logger) : IDisposable
{
    private readonly Lazy<IProducer<byte[], byte[]>> _producer = new(() => kafka.Producer("dead-letters").Build());

    public void Copy(string topic, DeadLetter letter)
    {
        if (!kafka.IsConfigured)
        {
            return;
        }

        var message = letter.Shard == DeadLetter.FromOutside ? OfOutside(letter) : CloudEvent.MessageOf(letter.Source, letter.Event, null);
        message.Headers.Add("dead_letter_reason", Encoding.UTF8.GetBytes(letter.Reason));

        try
        {
            _producer.Value.Produce($"{topic}.dead-letter", message, report => LogWhereFailed(topic, report.Error));
        }
        catch (KafkaException fault)
        {
            LogWhereFailed(topic, fault.Error);
        }
    }

    public void Dispose()
    {
        if (_producer.IsValueCreated)
        {
            _producer.Value.Flush(TimeSpan.FromSeconds(2));
            _producer.Value.Dispose();
        }
    }

    private static Message<byte[], byte[]> OfOutside(DeadLetter letter) => new()
    {
        Key = [],
        Value = letter.Data.ToArray(),
        Headers = new Headers
        {
            { "ce_specversion", Encoding.UTF8.GetBytes(CloudEvent.SpecVersion) },
            { "ce_id", Encoding.UTF8.GetBytes(letter.SenderEventId ?? "") },
            { "ce_source", Encoding.UTF8.GetBytes(letter.Sender ?? "") },
            { "ce_type", Encoding.UTF8.GetBytes(letter.Type) },
        },
    };

    private void LogWhereFailed(string topic, Error error)
    {
        if (error.IsError)
        {
            LogNotCopied(topic, error.Reason);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A dead letter was not copied to {Topic}.dead-letter: {Reason}")]
    private partial void LogNotCopied(string topic, string reason);
}
