using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Composerp.ServiceDefaults.EventLog;

/// <summary>The event log in figures: composerp.event_log.*</summary>
internal sealed class EventLogMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _published;
    private readonly Counter<long> _applied;
    private readonly Counter<long> _filled;
    private readonly Counter<long> _repeated;
    private readonly Counter<long> _unreadable;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _failures;
    private readonly ConcurrentDictionary<string, long> _consumerLag = new();
    private volatile IReadOnlyDictionary<string, long> _openDeadLetters = new Dictionary<string, long>();
    private long _relayLag;
    private volatile bool _leads;

    public EventLogMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Composerp.EventLog");
        _published = Counter("relay.published", "Events acknowledged by the broker.");
        _applied = Counter("consumer.applied", "Events applied.");
        _filled = Counter("consumer.filled", "Events applied that came from the feed, not from Kafka.");
        _repeated = Counter("consumer.repeated", "Events dropped because they had been applied before.");
        _unreadable = Counter("consumer.unreadable", "Kafka messages that could not be read.");
        _refused = Counter("consumer.refused", "Events that became dead letters.");
        _failures = Counter("consumer.failures", "Attempts that failed and were made again.");

        _meter.CreateObservableGauge("composerp.event_log.relay.lag", () => Interlocked.Read(ref _relayLag), "{event}", "Events logged and not published; told by the leading replica.");
        _meter.CreateObservableGauge("composerp.event_log.relay.leading", () => _leads ? 1 : 0, null, "1 where this replica publishes.");
        _meter.CreateObservableGauge("composerp.event_log.consumer.lag", () => BySource(_consumerLag), "{event}", "Events logged by the source and not applied here.");
        _meter.CreateObservableGauge("composerp.event_log.dead_letters.open", () => BySource(_openDeadLetters), "{event}", "Refused events that wait for a person.");
    }

    public void RelayStandsBy()
    {
        _leads = false;
        Interlocked.Exchange(ref _relayLag, 0);
    }

    public void RelayLags(long events)
    {
        _leads = true;
        Interlocked.Exchange(ref _relayLag, events);
    }

    public void Published(long events) => _published.Add(events);

    public void ConsumerLags(string source, long events) => _consumerLag[source] = events;

    public void DeadLettersAreOpen(IReadOnlyDictionary<string, long> bySource) =>
        _openDeadLetters = _openDeadLetters.Keys.Union(bySource.Keys).ToDictionary(source => source, source => bySource.GetValueOrDefault(source));

    public void Applied(string source, int events, bool fromFeed)
    {
        _applied.Add(events, Of(source));

        if (fromFeed)
        {
            _filled.Add(events, Of(source));
        }
    }

    public void Repeated(string source, int events) => _repeated.Add(events, Of(source));

    public void Unreadable(string source) => _unreadable.Add(1, Of(source));

    public void Refused(string source) => _refused.Add(1, Of(source));

    public void Failed(string source) => _failures.Add(1, Of(source));

    private static KeyValuePair<string, object?> Of(string source) => new("source", source);

    private static IEnumerable<Measurement<long>> BySource(IReadOnlyDictionary<string, long> values) =>
        values.Select(value => new Measurement<long>(value.Value, Of(value.Key)));

    private Counter<long> Counter(string name, string description) =>
        _meter.CreateCounter<long>($"composerp.event_log.{name}", "{event}", description);
}
