using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Composerp.Contracts;
using Composerp.Tests.Support;
using Confluent.Kafka;
using Npgsql;

namespace Composerp.InventoryLedger.Tests.Simulation;

/// <summary>What the broker was given, as a consumer that was always there would have seen it, and what the feed answers.</summary>
internal static class EventStream
{
    /// <summary>Every shard's events came in order, from the first to the head, and say what the table says.</summary>
    public static async Task AssertIsTheTableAsync(SimulatedLedger ledger, CancellationToken token)
    {
        await Eventually.HoldsAsync(
            async limit => await ledger.QueryAsync<long>(
                "select (select sum(last_sequence) from event_shard)::bigint - (select sum(published_sequence) from relay_position)::bigint", limit) == 0,
            "everything is published",
            token,
            TimeSpan.FromMinutes(2));

        var stored = await ReadTableAsync(ledger.Database, token);
        var came = Consume(ledger.Kafka.BootstrapServers, stored.Keys.ToHashSet(), token);

        foreach (var shard in came.GroupBy(one => one.Shard))
        {
            var last = 0L;

            // The relay may repeat what it had sent when it was interrupted; it leaves nothing out.
            foreach (var (_, sequence, text) in shard)
            {
                Assert.True(sequence <= last + 1, $"Shard {shard.Key}: {sequence} came after {last}.");
                last = Math.Max(last, sequence);
                Assert.Equal(stored[(shard.Key, sequence)], text);
            }
        }

        var fed = await ReadFeedAsync(ledger, stored.Keys.Select(one => one.Shard).Distinct(), token);
        Assert.Equal(stored.OrderBy(one => one.Key).Select(Line), fed.OrderBy(one => (one.Shard, one.Sequence)).Select(one => Line(new((one.Shard, one.Sequence), one.Text))));
    }

    private static string Line(KeyValuePair<(int Shard, long Sequence), string> one) => $"{one.Key.Shard}:{one.Key.Sequence} {one.Value}";

    private static async Task<List<(int Shard, long Sequence, string Text)>> ReadFeedAsync(SimulatedLedger ledger, IEnumerable<int> shards, CancellationToken token)
    {
        var fed = new List<(int, long, string)>();

        foreach (var shard in shards)
        {
            for (var after = 0L; ;)
            {
                var (_, text) = await ledger.AskAsync(HttpMethod.Get, $"/v1/events?shard={shard}&after={after}", null, token);
                var page = JsonElement.Parse(text).EnumerateArray().ToArray();

                if (page.Length == 0)
                {
                    break;
                }

                foreach (var one in page)
                {
                    var type = one.GetProperty("type").GetString() ?? "";
                    Assert.Equal(++after, one.GetProperty("sequence").GetInt64());
                    fed.Add((shard, after, type == EventTypes.MovementPosted ? Text(JsonMarshal.GetRawUtf8Value(one.GetProperty("data"))) : type));
                }
            }
        }

        return fed;
    }

    private static async Task<Dictionary<(int Shard, long Sequence), string>> ReadTableAsync(NpgsqlDataSource database, CancellationToken token)
    {
        await using var command = database.CreateCommand("""
            select entry.shard, sequence, string_agg(
                format('%s %s/%s/%s/%s %s v%s %s', movement_id, location, sku, lot, account, (quantity / 10000.0)::numeric(20, 4), entry.version,
                    (entry.balance / 10000.0)::numeric(20, 4)), E'\n' order by line)
            from entry
            join position on position.shard = entry.shard and position.id = entry.position_id
            group by entry.shard, sequence
            union all
            select shard, sequence, type from event
            """);
        await using var rows = await command.ExecuteReaderAsync(token);
        var stored = new Dictionary<(int, long), string>();

        while (await rows.ReadAsync(token))
        {
            stored.Add((rows.GetInt16(0), rows.GetInt64(1)), rows.GetString(2));
        }

        return stored;
    }

    private static List<(int Shard, long Sequence, string Text)> Consume(string brokers, HashSet<(int, long)> awaited, CancellationToken token)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = brokers,
            GroupId = "simulation",
            FetchWaitMaxMs = 50,
        }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(Topics.Inventory, TimeSpan.FromSeconds(10)).Topics.Single().Partitions;
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(Topics.Inventory, partition.PartitionId, Offset.Beginning)));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        var came = new List<(int, long, string)>();

        while (awaited.Count > 0)
        {
            var message = consumer.Consume(limit.Token).Message;
            var (shard, sequence) = (int.Parse(Header("ce_shard"), CultureInfo.InvariantCulture), long.Parse(Header("ce_sequence"), CultureInfo.InvariantCulture));
            came.Add((shard, sequence, Header("ce_type") == EventTypes.MovementPosted ? Text(message.Value) : Header("ce_type")));
            awaited.Remove((shard, sequence));

            string Header(string name) => Encoding.UTF8.GetString(message.Headers.GetLastBytes(name));
        }

        return came;
    }

    private static string Text(ReadOnlySpan<byte> data)
    {
        var posted = JsonSerializer.Deserialize(data, ContractsJson.Default.MovementPostedV1) ?? throw new InvalidOperationException("An event has no data.");

        // Accounts outside have no version: their lines are the other side of an entry.
        return string.Join('\n', posted.Lines.Where(line => line.Version is not null).Select(line => string.Create(
            CultureInfo.InvariantCulture,
            $"{posted.MovementId} {line.Location}/{line.Sku}/{line.Lot}/{line.Account} {line.Quantity:0.0000} v{line.Version} {line.Balance:0.0000}")));
    }
}
