using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;
using Composerp.ServiceDefaults.EventLog;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Publishes days without a sale, one event per location of a batch, and stores their identities.</summary>
internal static class NoSaleWrites
{
    public static async Task WriteAsync(
        NpgsqlTransaction transaction, IReadOnlyList<NoSaleDay> days, DateTimeOffset recordedAt, CancellationToken token)
    {
        var identities = new List<MovementIdentity>(days.Count);

        foreach (var location in days.GroupBy(day => (day.Shard, day.Movement.Location)).OrderBy(location => location.Key.Shard))
        {
            var zeros = location.Select(day => new ZeroDemandV1(day.Sku.Value, day.Date)).ToArray();
            var observed = new DemandObservedV1(location.Key.Location.Value, zeros);
            var sequence = await EventTable.AppendAsync(
                transaction,
                location.Key.Shard,
                [NewEvent.Of(EventTypes.DemandObserved, observed, ContractsJson.Default.DemandObservedV1)],
                token);

            MovementPart[] part = [new(location.Key.Shard, sequence)];
            identities.AddRange(location.Select(day => day.Movement).DistinctBy(movement => movement.Id)
                .Select(movement => new MovementIdentity(movement.Id, movement.Content, part)));
        }

        await using var batch = new NpgsqlBatch(transaction.Connection, transaction)
        {
            BatchCommands = { PostingWrites.Remember(identities, recordedAt) },
        };
        await batch.PrepareAsync(token);
        await batch.ExecuteNonQueryAsync(token);
    }
}
