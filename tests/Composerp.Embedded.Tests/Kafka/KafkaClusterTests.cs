using System.Net.Sockets;
using Composerp.Embedded.Kafka;
using Composerp.Embedded.Processes;
using Composerp.Tests.Support;
using Confluent.Kafka;

namespace Composerp.Embedded.Tests.Kafka;

public sealed class KafkaClusterTests : IDisposable
{
    private const short ProduceRequests = 0;
    private const short FetchRequests = 1;

    private readonly KafkaCluster _kafka = KafkaCluster.Start();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _kafka.Dispose();

    [Fact]
    public async Task Messages_arrive_once_and_in_order()
    {
        _kafka.CreateTopic("moves", partitions: 1);
        using var producer = AKafka.Producer(_kafka);

        producer.SendAll("moves", partitions: 1, count: 5_000);

        Assert.Equal(Enumerable.Range(0, 5_000), await AKafka.ReadAllAsync(_kafka, "moves", count: 5_000));
    }

    [Fact]
    public async Task A_group_shares_the_partitions_and_takes_over_from_a_member_that_leaves()
    {
        _kafka.CreateTopic("moves", partitions: 6);
        using var producer = AKafka.Producer(_kafka);
        var first = new AMember(_kafka, "moves", "ledger");
        await using var second = new AMember(_kafka, "moves", "ledger");
        await Eventually.HoldsAsync(() => first.Partitions == 3 && second.Partitions == 3, "each member has half", Token);

        await first.DisposeAsync();
        await Eventually.HoldsAsync(() => second.Partitions == 6, "the second has all", Token);
        producer.SendAll("moves", partitions: 6, count: 600);

        await Eventually.HoldsAsync(() => second.Heard.Count == 600, "all messages were heard", Token);
        Assert.Equal(Enumerable.Range(0, 600), second.Heard.Order());
    }

    [Fact]
    public async Task A_group_goes_on_where_it_committed()
    {
        _kafka.CreateTopic("moves", partitions: 1);
        using var producer = AKafka.Producer(_kafka);
        await producer.ProduceAsync("moves", AKafka.Message(1), Token);
        await using (var before = new AMember(_kafka, "moves", "ledger"))
        {
            await Eventually.HoldsAsync(() => before.Heard.Count == 1, "the first message was heard", Token);
        }

        await producer.ProduceAsync("moves", AKafka.Message(2), Token);
        await using var after = new AMember(_kafka, "moves", "ledger");

        await Eventually.HoldsAsync(() => !after.Heard.IsEmpty, "the second message was heard", Token);
        Assert.Equal([2], after.Heard);
    }

    [Fact]
    public async Task A_broker_that_was_down_is_back_at_the_same_address_with_its_messages()
    {
        var address = _kafka.BootstrapServers;
        _kafka.CreateTopic("moves", partitions: 1);
        using var producer = AKafka.Producer(_kafka);
        await producer.ProduceAsync("moves", AKafka.Message(1), Token);

        _kafka.TakeDown();
        await Assert.ThrowsAnyAsync<SocketException>(ConnectAsync);
        var waiting = producer.ProduceAsync("moves", AKafka.Message(2), Token);
        _kafka.BringUp();

        await waiting;
        Assert.Equal(address, _kafka.BootstrapServers);
        Assert.Equal([1, 2], await AKafka.ReadAllAsync(_kafka, "moves", count: 2));
    }

    [Fact]
    public async Task A_broker_goes_down_while_processes_are_started()
    {
        const int Times = 50;
        using var stop = new CancellationTokenSource();
        var starting = Enumerable.Range(0, 2).Select(_ => Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await using var process = SupervisedProcess.Start(new ProcessSpec("true", []));
                }
            },
            Token)).ToArray();

        // A started process holds this one's sockets for a moment; librdkafka would abort over the port that it cannot bind.
        for (var time = 0; time < Times; time++)
        {
            _kafka.TakeDown();
            _kafka.BringUp();
        }

        await stop.CancelAsync();
        await Task.WhenAll(starting);
        await ConnectAsync();
    }

    [Fact]
    public async Task Errors_that_pass_are_overcome_by_the_clients()
    {
        _kafka.CreateTopic("moves", partitions: 1);
        using var producer = AKafka.Producer(_kafka);
        _kafka.PushErrors(ProduceRequests, (int)ErrorCode.NotLeaderForPartition, (int)ErrorCode.RequestTimedOut, (int)ErrorCode.NotEnoughReplicas);
        _kafka.PushErrors(FetchRequests, (int)ErrorCode.NotLeaderForPartition);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(n => producer.ProduceAsync("moves", AKafka.Message(n), Token)));

        Assert.Equal(Enumerable.Range(0, 100), await AKafka.ReadAllAsync(_kafka, "moves", count: 100));
    }

    [Fact]
    public async Task Errors_that_stay_reach_the_producer_one_each()
    {
        _kafka.CreateTopic("moves", partitions: 1);
        using var producer = AKafka.Producer(_kafka);
        _kafka.PushErrors(ProduceRequests, (int)ErrorCode.MsgSizeTooLarge);

        var refusal = await Assert.ThrowsAsync<ProduceException<string, string>>(
            () => producer.ProduceAsync("moves", AKafka.Message(1), Token));

        Assert.Equal(ErrorCode.MsgSizeTooLarge, refusal.Error.Code);
        Assert.Equal(0, (await producer.ProduceAsync("moves", AKafka.Message(2), Token)).Offset.Value);
    }

    [Fact]
    public async Task A_topic_that_was_deleted_begins_anew_at_the_same_address()
    {
        _kafka.CreateTopic("moves", partitions: 1);
        using (var before = AKafka.Producer(_kafka))
        {
            await before.ProduceAsync("moves", AKafka.Message(1), Token);
        }

        _kafka.DeleteTopic("moves");
        _kafka.CreateTopic("moves", partitions: 2);
        using var after = AKafka.Producer(_kafka);
        var delivered = await after.ProduceAsync(new TopicPartition("moves", 0), AKafka.Message(2), Token);

        Assert.Equal(0, delivered.Offset.Value);
        Assert.Equal([2], await AKafka.ReadAllAsync(_kafka, "moves", count: 1));
    }

    [Fact]
    public async Task A_topic_that_is_only_named_is_there_with_four_partitions()
    {
        using var producer = AKafka.Producer(_kafka);
        await producer.ProduceAsync("named", AKafka.Message(1), Token);
        using var admin = new DependentAdminClientBuilder(producer.Handle).Build();

        var topic = Assert.Single(admin.GetMetadata("named", Eventually.DefaultLimit).Topics);

        Assert.Equal(4, topic.Partitions.Count);
    }

    [Fact]
    public void Topics_are_created_once_and_deleted_once()
    {
        _kafka.CreateTopic("moves", partitions: 1);

        Assert.Throws<InvalidOperationException>(() => _kafka.CreateTopic("moves", partitions: 1));
        _kafka.DeleteTopic("moves");
        Assert.Throws<InvalidOperationException>(() => _kafka.DeleteTopic("moves"));
    }

    [Fact]
    public async Task A_disposed_broker_is_gone()
    {
        _kafka.Dispose();
        _kafka.Dispose();

        await Assert.ThrowsAnyAsync<SocketException>(ConnectAsync);
        Assert.Throws<ObjectDisposedException>(() => _kafka.CreateTopic("moves", partitions: 1));
    }

    private async Task ConnectAsync()
    {
        var address = _kafka.BootstrapServers.Split(':');
        using var client = new TcpClient();
        await client.ConnectAsync(address[0], int.Parse(address[1], null), Token);
    }
}
