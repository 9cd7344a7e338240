using Composerp.Contracts;
using Composerp.InventoryLedger.Journal;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Items;

/// <summary>Keeps items, and logs every change of one.</summary>
internal sealed class ItemStore(NpgsqlDataSource database, EventSignal events)
{
    private static readonly string _upsertItems = SqlFile.Of<ItemStore>("upsert_items.sql");
    private static readonly string _listItems = SqlFile.Of<ItemStore>("list_items.sql");

    /// <summary>Makes the items what is given, all or none.</summary>
    /// <returns>How many are new or different now; only these are logged.</returns>
    public async Task<int> PutAsync(IReadOnlyList<(Item Item, string? Actor)> items, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);

        // The lock first: the order of the log is the order of the changes.
        var changedAt = await ShardLocks.TakeAsync(connection, [Shards.MasterData], token);
        var changed = await UpsertAsync(connection, items, changedAt, token);

        if (changed.Count > 0)
        {
            var log = from row in items
                      where changed.Contains(row.Item.Sku)
                      select NewEvent.Of(
                          EventTypes.ItemChanged,
                          new ItemChangedV1(row.Item.Sku, row.Item.Name, row.Item.Unit, row.Item.Category, row.Item.UnitCost),
                          ContractsJson.Default.ItemChangedV1);

            await EventTable.AppendAsync(transaction, Shards.MasterData, [.. log], token);
            await transaction.CommitAsync(token);
            events.Wake();
        }

        return changed.Count;
    }

    public async Task<Item?> FindAsync(string sku, CancellationToken token) =>
        (await ListAsync(sku, null, 1, token)).SingleOrDefault();

    public Task<List<Item>> ListAsync(string? after, int limit, CancellationToken token) => ListAsync(null, after, limit, token);

    private async Task<List<Item>> ListAsync(string? sku, string? after, int limit, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, _listItems, Sql.Text(sku), Sql.Text(after), Sql.Of(limit));
        await using var rows = await command.ExecuteReaderAsync(token);
        var items = new List<Item>();

        while (await rows.ReadAsync(token))
        {
            items.Add(new(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.FindText(3), rows.Find<decimal>(4)));
        }

        return items;
    }

    private static async Task<HashSet<string>> UpsertAsync(
        NpgsqlConnection connection,
        IReadOnlyList<(Item Item, string? Actor)> items,
        DateTimeOffset changedAt,
        CancellationToken token)
    {
        await using var command = Sql.Command(
            connection,
            _upsertItems,
            Sql.Of<string[]>([.. items.Select(row => row.Item.Sku)]),
            Sql.Of<string[]>([.. items.Select(row => row.Item.Name)]),
            Sql.Of<string[]>([.. items.Select(row => row.Item.Unit)]),
            Sql.Of<string?[]>([.. items.Select(row => row.Item.Category)]),
            Sql.Of<decimal?[]>([.. items.Select(row => row.Item.UnitCost)]),
            Sql.Of<string?[]>([.. items.Select(row => row.Actor)]),
            Sql.Of(changedAt));
        await using var rows = await command.ExecuteReaderAsync(token);
        var changed = new HashSet<string>(StringComparer.Ordinal);

        while (await rows.ReadAsync(token))
        {
            changed.Add(rows.GetString(0));
        }

        return changed;
    }
}
