using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Tests.World;
using Composerp.Tests.Support;

namespace Composerp.ServiceDefaults.Tests.EventLog;

public sealed class AppendTests(TestDatabases databases)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Guard: append_events.sql takes the sequence from the row that it locks; a sequence of the database leaves holes where
    // a transaction is rolled back.
    [Fact]
    public async Task Sequences_are_contiguous_and_times_never_decrease_whoever_writes()
    {
        await using var world = await EventWorld.CreateAsync(databases);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var round = 0; round < 20; round++)
            {
                await using var connection = await world.ShopDatabase.OpenConnectionAsync(Token);
                await using var transaction = await connection.BeginTransactionAsync(Token);
                await EventTable.AppendAsync(transaction, round % 2, [new NewEvent("a", "1"u8.ToArray()), new NewEvent("b", "2"u8.ToArray())], Token);

                if ((writer + round) % 3 != 0)
                {
                    await transaction.CommitAsync(Token);
                }
            }
        }));

        await using var reader = await world.ShopDatabase.OpenConnectionAsync(Token);
        var log = await new EventTable("shop", EventWorld.Topic).ReadAsync(reader, 1, 0, 1_000, Token);

        Assert.Equal(Enumerable.Range(1, log.Count).Select(step => (long)step), log.Select(one => one.Sequence));
        Assert.Equal(log.Select(one => one.RecordedAt).Order(), log.Select(one => one.RecordedAt));
        Assert.All(log, one => Assert.Equal(one.Sequence % 2 == 1 ? ("a", "1") : ("b", "2"), (one.Type, System.Text.Encoding.UTF8.GetString(one.Data.Span))));
        Assert.Equal(log.Count, await EventWorld.ReadAsync<long>(world.ShopDatabase, "select last_sequence from event_shard where shard = 1"));
    }

    [Fact]
    public async Task Appending_to_a_shard_that_does_not_exist_fails()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await using var connection = await world.ShopDatabase.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            EventTable.AppendAsync(transaction, 65, [new NewEvent("a", "1"u8.ToArray())], Token));
    }
}
