using System.Text.Json;
using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Keeps items, and logs every change of one.</summary>
internal sealed class ItemStore(NpgsqlDataSource database, EventSignal events)
{
    private static readonly string _findRuleChanges = SqlFile.Of<ItemStore>("find_rule_changes.sql");
    private static readonly string _upsertItems = SqlFile.Of<ItemStore>("upsert_items.sql");
    private static readonly string _listItems = SqlFile.Of<ItemStore>("list_items.sql");

    /// <summary>Makes the items what their changes say, all or none.</summary>
    /// <param name="changes">At most one per item.</param>
    /// <param name="isTrial">Only say what would come of it now.</param>
    public async Task<PutOutcome> PutAsync(IReadOnlyList<ItemChange> changes, bool isTrial, CancellationToken token) =>
        await FindOutcomeAsync(changes, isTrial, isPostingStopped: false, token)
            ?? await FindOutcomeAsync(changes, isTrial, isPostingStopped: true, token)
            ?? throw new InvalidOperationException("Nobody posts, and it cannot be told what was posted.");

    public async Task<Item?> FindAsync(string sku, CancellationToken token) =>
        (await ListAsync([sku], null, null, 1, token)).SingleOrDefault();

    public Task<List<Item>> ListAsync(string? category, string? after, int limit, CancellationToken token) =>
        ListAsync(null, category, after, limit, token);

    /// <returns>Null where posting must be stopped first: a rule changes that movements are decided by.</returns>
    private async Task<PutOutcome?> FindOutcomeAsync(
        IReadOnlyList<ItemChange> changes, bool isTrial, bool isPostingStopped, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);

        // The lock first: the order of the log is the order of the changes.
        var changedAt = await ShardLocks.TakeAsync(
            connection, isPostingStopped ? Enumerable.Range(0, Shards.Count + 1) : [Shards.MasterData], token);
        var items = await ApplyAsync(connection, changes, token);
        var ruleChanges = await FindRuleChangesAsync(connection, items, token);

        if (ruleChanges.Count > 0 && !isPostingStopped)
        {
            return null;
        }

        if (ruleChanges.Where(change => change.IsSettled).Select(change => change.Sku).ToArray() is { Length: > 0 } settled)
        {
            return new(new HashSet<string>(), settled);
        }

        var changed = await UpsertAsync(connection, items, changedAt, token);

        if (changed.Count > 0 && !isTrial)
        {
            await EventTable.AppendAsync(
                transaction, Shards.MasterData, [.. items.Where(row => changed.Contains(row.Item.Sku)).Select(row => Log(row.Item))], token);
            await transaction.CommitAsync(token);
            events.Wake();
        }

        return new(changed, []);
    }

    private static async Task<IReadOnlyList<(Item Item, string? Actor)>> ApplyAsync(
        NpgsqlConnection connection, IReadOnlyList<ItemChange> changes, CancellationToken token)
    {
        var stored = await ListAsync(connection, [.. changes.Select(change => change.Sku)], null, null, changes.Count, token);
        var bySku = stored.ToDictionary(item => item.Sku, StringComparer.Ordinal);

        return [.. changes.Select(change => (change.Change(bySku.GetValueOrDefault(change.Sku)), change.Actor))];
    }

    private async Task<List<Item>> ListAsync(string[]? skus, string? category, string? after, int limit, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);

        return await ListAsync(connection, skus, category, after, limit, token);
    }

    private static async Task<List<Item>> ListAsync(
        NpgsqlConnection connection, string[]? skus, string? category, string? after, int limit, CancellationToken token)
    {
        await using var command = Sql.Command(
            connection, _listItems, Sql.Of(skus, NpgsqlDbType.Array | NpgsqlDbType.Text), Sql.Text(category), Sql.Text(after), Sql.Of(limit));
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

    private static async Task<IReadOnlyList<(string Sku, bool IsSettled)>> FindRuleChangesAsync(
        NpgsqlConnection connection, IReadOnlyList<(Item Item, string? Actor)> items, CancellationToken token)
    {
        await using var command = Sql.Command(
            connection,
            _findRuleChanges,
            Sql.Of<string[]>([.. items.Select(row => row.Item.Sku)]),
            Sql.Of<string[]>([.. items.Select(row => row.Item.Unit)]),
            Sql.Of<short[]>([.. items.Select(row => checked((short)row.Item.Decimals))]),
            Sql.Of<string[]>([.. items.Select(row => row.Item.Tracking)]),
            Sql.Of<string[]>([.. items.Select(row => row.Item.Valuation)]));
        await using var rows = await command.ExecuteReaderAsync(token);
        var ruleChanges = new List<(string, bool)>();

        while (await rows.ReadAsync(token))
        {
            ruleChanges.Add((rows.GetString(0), rows.GetBoolean(1)));
        }

        return ruleChanges;
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

/// <param name="Change">What the item becomes of what it is; null: there is none yet.</param>
internal sealed record ItemChange(string Sku, string? Actor, Func<Item?, Item> Change)
{
    public static ItemChange To(Item item, string? actor) => new(item.Sku, actor, _ => item);
}

/// <param name="Changed">Items that are new or different now; only these are logged.</param>
/// <param name="Settled">Items whose unit, decimals, tracking or valuation cannot change any more; then nothing was changed.</param>
internal sealed record PutOutcome(IReadOnlySet<string> Changed, IReadOnlyList<string> Settled);
