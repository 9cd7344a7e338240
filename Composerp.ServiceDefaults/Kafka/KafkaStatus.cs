using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Composerp.ServiceDefaults.Kafka;

/// <summary>Which Kafka clients of this process reach a broker, as librdkafka's statistics tell every two seconds.</summary>
internal sealed partial class KafkaStatus
{
    private readonly ConcurrentDictionary<string, bool> _reached = new();
    private readonly ILogger<KafkaStatus> _logger;
    private readonly Meter _meter;

    public KafkaStatus(IMeterFactory meters, ILogger<KafkaStatus> logger)
    {
        _logger = logger;
        _meter = meters.Create("Composerp.Kafka");
        _meter.CreateObservableGauge("composerp.kafka.broker.reached", Observe, null, "1 where the client is connected to a broker, else 0.");
    }

    public IEnumerable<string> OutOfReach =>
        from client in _reached
        where !client.Value
        orderby client.Key
        select client.Key;

    /// <summary>true only where it is known: a client that was just made is given the benefit of the doubt.</summary>
    public bool IsOutOfReach(string client) => _reached.TryGetValue(client, out var reached) && !reached;

    public void Report(string client, bool reached)
    {
        var before = !_reached.TryGetValue(client, out var known) || known;
        _reached[client] = reached;

        if (before && !reached)
        {
            LogLost(client);
        }
        else if (!before && reached)
        {
            LogFound(client);
        }
    }

    public void Read(string client, string statistics)
    {
        using var document = JsonDocument.Parse(statistics);

        if (document.RootElement.TryGetProperty("brokers", out var brokers))
        {
            Report(client, brokers.EnumerateObject().Any(broker => broker.Value.GetProperty("state").ValueEquals("UP")));
        }
    }

    private IEnumerable<Measurement<int>> Observe() =>
        from client in _reached
        select new Measurement<int>(client.Value ? 1 : 0, new KeyValuePair<string, object?>("client", client.Key));

    [LoggerMessage(LogLevel.Warning, "Kafka client {Client} reaches no broker.")]
    private partial void LogLost(string client);

    [LoggerMessage(LogLevel.Information, "Kafka client {Client} reaches a broker again.")]
    private partial void LogFound(string client);
}
