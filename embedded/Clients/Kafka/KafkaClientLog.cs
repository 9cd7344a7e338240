using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Composerp.Embedded.Clients;

/// <summary>Takes what librdkafka would otherwise write to standard error.</summary>
internal static partial class KafkaClientLog
{
    private const string Category = "Aspire.Confluent.Kafka";

    public static ILogger Of(IServiceProvider services) => services.GetRequiredService<ILoggerFactory>().CreateLogger(Category);

    public static void Write(ILogger logger, LogMessage message)
    {
        var level = (LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging);

        if (logger.IsEnabled(level))
        {
            Write(logger, level, message.Name, message.Facility, message.Message);
        }
    }

    [LoggerMessage("{Client} {Facility}: {Message}")]
    private static partial void Write(ILogger logger, LogLevel level, string client, string facility, string message);
}
