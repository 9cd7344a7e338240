using System.Globalization;
using System.Text;
using System.Text.Json;
using Composerp.Contracts;
using Confluent.Kafka;

namespace Composerp.Bench.Ledger;

/// <summary>From the commit of a movement, by the database's clock, until a consumer has it from the broker.</summary>
internal static class BrokerLatency
{
    /// <summary>Listens while a load runs.</summary>
    /// <returns>Milliseconds, ascending.</returns>
    public static Task<double[]> ListenAsync(string brokers, Task load) => Task.Run(() =>
    {
        var config = new ConsumerConfig { BootstrapServers = brokers, GroupId = $"bench-{Guid.CreateVersion7():N}", AutoOffsetReset = AutoOffsetReset.Latest, FetchWaitMaxMs = 5 };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).Build();
        consumer.Subscribe(Topics.Inventory);
        var milliseconds = new List<double>();

        while (!load.IsCompleted)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(20)) is not { Message: { } message } || !IsMovement(message))
            {
                continue;
            }

            using var movement = JsonDocument.Parse(message.Value);
            var recordedAt = movement.RootElement.GetProperty("recordedAt").GetString() ?? "";
            milliseconds.Add((TimeProvider.System.GetUtcNow() - DateTimeOffset.Parse(recordedAt, CultureInfo.InvariantCulture)).TotalMilliseconds);
        }

        consumer.Close();
        milliseconds.Sort();

        return milliseconds.ToArray();
    });

    private static bool IsMovement(Message<byte[], byte[]> message) =>
        message.Headers.TryGetLastBytes("ce_type", out var type) && Encoding.UTF8.GetString(type) == EventTypes.MovementPosted;
}
