using System.Text.Json;
using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Items;

/// <summary>Keeps items, and logs every change of one.</summary>
internal sealed class ItemStore(NpgsqlDataSource database, EventSignal events)
{
    private static readonly string _findSettledRules = SqlFile.Of<ItemStore>("find_settled_rules.sql");
    private static readonly string _upsertItems = SqlFile.Of<ItemStore>("upsert_items.sql");
    private static readonly string _listItems = SqlFile.Of<ItemStore>("list_items.sql");

    /// <summary>Makes the items what is given, all or none.</summary>
    public async Task<PutOutcome> PutAsync(IReadOnlyList<(Item Item, string? Actor)> items, CancellationToken token)
    {
        var outcome = await PutAsync(items, [Shards.MasterData], token);

        // Nobody posts while it is made sure that nothing was posted yet.
        return outcome.Settled.Count > 0 ? await PutAsync(items, Enumerable.Range(0, Shards.Count + 1), token) : outcome;
    }

    public async Task<Item?> FindAsync(string sku, CancellationToken token) =>
        (await ListAsync(sku, null, null, 1, token)).SingleOrDefault();

    public Task<List<Item>> ListAsync(string? category, string? after, int limit, CancellationToken token) =>
        ListAsync(null, category, after, limit, token);

    private async Task<PutOutcome> PutAsync(IReadOnlyList<(Item Item, string? Actor)> items, IEnumerable<int> shards, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);

        // The lock first: the order of the log is the order of the changes.
        var changedAt = await ShardLocks.TakeAsync(connection, shards, token);

        if (await FindSettledAsync(connection, items, token) is { Count: > 0 } settled)
        {
            return new(0, settled);
        }

        var changed = await UpsertAsync(connection, items, changedAt, token);

        if (changed.Count > 0)
        {
            await EventTable.AppendAsync(
                transaction, Shards.MasterData, [.. items.Where(row => changed.Contains(row.Item.Sku)).Select(row => Log(row.Item))], token);
            await transaction.CommitAsync(token);
            events.Wake();
        }

        return new(changed.Count, []);
    }

    private async Task<List<Item>> ListAsync(string? sku, string? category, string? after, int limit, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(
            connection, _listItems, Sql.Text(sku), Sql.Text(category), Sql.Text(after), Sql.Of(limit));
        await using var rows = await command.ExecuteReaderAsync(token);
        var items = new List<Item>();

        while (await rows.ReadAsync(token))
        {
            items.Add(new(
                rows.GetString(0),
                rows.GetString(1),
                rows.GetString(2),
                rows.FindText(3),
                rows.Find<decimal>(4),
                rows.GetInt16(5),
                rows.GetString(6),
                rows.GetString(7),
                rows.Texts(8) is { Length: > 0 } units
                    ? units.Zip(rows.Numbers(9)).ToDictionary(unit => unit.First, unit => Quantity.OfTenThousandths(unit.Second).ToDecimal())
                    : null));
        }

        return items;
    }

    private static async Task<IReadOnlyList<string>> FindSettledAsync(
        NpgsqlConnection connection, IReadOnlyList<(Item Item, string? Actor)> items, CancellationToken token)
    {
        await using var command = Sql.Command(
            connection,
            _findSettledRules,
            Sql.Of<string[]>([.. items.Select(row => row.Item.Sku)]),
            Sql.Of<string[]>([.. items.Select(row => row.Item.Unit)]),
            Sql.Of<short[]>([.. items.Select(row => checked((short)row.Item.Decimals))]),
            Sql.Of<string[]>([.. items.Select(row => row.Item.Tracking)]),
            Sql.Of<string[]>([.. items.Select(row => row.Item.Valuation)]));
        await using var rows = await command.ExecuteReaderAsync(token);
        var settled = new List<string>();

        while (await rows.ReadAsync(token))
        {
            settled.Add(rows.GetString(0));
        }

        return settled;
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
            Sql.Of<short[]>([.. items.Select(row => checked((short)row.Item.Decimals))]),
            Sql.Of<string[]>([.. items.Select(row => row.Item.Tracking)]),
            Sql.Of<string[]>([.. items.Select(row => row.Item.Valuation)]),
            Sql.Of<string[]>([.. items.Select(row => Units(row.Item))]),
            Sql.Of(changedAt));
        await using var rows = await command.ExecuteReaderAsync(token);
        var changed = new HashSet<string>(StringComparer.Ordinal);

        while (await rows.ReadAsync(token))
        {
            changed.Add(rows.GetString(0));
        }

        return changed;
    }

    private static string Units(Item item) => JsonSerializer.Serialize(
        (item.Units ?? new Dictionary<string, decimal>()).ToDictionary(unit => unit.Key, unit => Quantity.Of(unit.Value).TenThousandths));

    // What is as it is by default is left out: consumers of before know nothing of it.
    private static NewEvent Log(Item item) => NewEvent.Of(
        EventTypes.ItemChanged,
        new ItemChangedV1(
            item.Sku,
            item.Name,
            item.Unit,
            item.Category,
            item.UnitCost,
            item.Decimals == Quantity.Decimals ? null : item.Decimals,
            item.Tracking == Item.TrackingDefault ? null : item.Tracking,
            item.Valuation == Item.ValuationDefault ? null : item.Valuation,
            item.Units is { Count: > 0 } units ? [.. units.Select(unit => new ItemUnitV1(unit.Key, unit.Value))] : null),
        ContractsJson.Default.ItemChangedV1);
}

/// <param name="Changed">Items that are new or different now; only these are logged.</param>
/// <param name="Settled">Items whose unit, decimals, tracking or valuation cannot change any more; then nothing was changed.</param>
internal sealed record PutOutcome(int Changed, IReadOnlyList<string> Settled);
