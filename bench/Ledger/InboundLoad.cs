using System.Diagnostics;
using System.Globalization;
using System.Text;
using Composerp.Contracts;
using Confluent.Kafka;

namespace Composerp.Bench.Ledger;

/// <summary>Sales that shops report through Kafka.</summary>
internal static class InboundLoad
{
    // The in-memory broker keeps 5 MB of a partition: a backlog beyond it would be lost by the broker, not by the ledger.
    private const int BacklogMax = 20_000;

    private const int AtOnce = 1_000;

    /// <summary>Sends events and waits until each is posted or refused.</summary>
    /// <returns>Movements per second.</returns>
    /// <exception cref="InvalidOperationException">Accepted and refused are not what was sent.</exception>
    public static async Task<double> MeasureAsync(string brokers, string database, string sender, int events, CancellationToken token)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = brokers, LingerMs = 5 }).Build();
        var before = await DoneAsync(database, token);
        var random = new Random(Seed: 1);
        var started = Stopwatch.GetTimestamp();

        for (var sent = 0; sent < events; sent += AtOnce)
        {
            while (sent - (await DoneAsync(database, token) - before) > BacklogMax)
            {
                await Task.Delay(5, token);
            }

            Send(producer, Enumerable.Range(sent, AtOnce).Select(n => Sale(sender, n, random)));
        }

        while (await DoneAsync(database, token) - before is var done && done < events)
        {
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromMinutes(5))
            {
                throw new InvalidOperationException($"{events} events were sent, {done} accepted or refused.");
            }

            await Task.Delay(10, token);
        }

        var perSecond = events / Stopwatch.GetElapsedTime(started).TotalSeconds;
        var posted = await PostedAsync(database, sender, token);

        return posted == events
            ? perSecond
            : throw new InvalidOperationException($"{events} events were sent, {posted} accepted or refused.");
    }

    private static void Send(IProducer<byte[], byte[]> producer, IEnumerable<Message<byte[], byte[]>> messages)
    {
        foreach (var message in messages)
        {
            producer.Produce(Topics.Integration, message);
        }

        producer.Flush(TimeSpan.FromSeconds(30));
    }

    // Nobody else posts meanwhile, and each sale takes one sequence: cheap to ask for, many times a second.
    private static Task<long> DoneAsync(string database, CancellationToken token) => BenchServer.ReadAsync<long>(
        database, "select (select sum(last_sequence)::bigint from event_shard) + (select count(*) from dead_letter)", token);

    private static Task<long> PostedAsync(string database, string sender, CancellationToken token) => BenchServer.ReadAsync<long>(
        database, $"select (select count(*) from movement_id where id like '{sender}/%') + (select count(*) from dead_letter)", token);

    private static Message<byte[], byte[]> Sale(string sender, int n, Random random)
    {
        var location = LedgerScene.Location(random.Next(LedgerScene.Locations));
        var id = n.ToString("D9", CultureInfo.InvariantCulture);
        var body = $$"""{"location":"{{location}}","occurredAt":"{{TimeProvider.System.GetUtcNow():O}}","lines":[{"sku":"{{LedgerScene.Item(random.Next(LedgerScene.Items))}}","quantity":1,"unitPrice":1.99}]}""";

        return new()
        {
            Key = Encoding.UTF8.GetBytes(location),
            Value = Encoding.UTF8.GetBytes(body),
            Headers = new()
            {
                { "ce_specversion", "1.0"u8.ToArray() },
                { "ce_id", Encoding.UTF8.GetBytes(id) },
                { "ce_source", Encoding.UTF8.GetBytes(sender) },
                { "ce_type", Encoding.UTF8.GetBytes(EventTypes.SaleReported) },
                { "content-type", "application/json"u8.ToArray() },
            },
        };
    }
}
