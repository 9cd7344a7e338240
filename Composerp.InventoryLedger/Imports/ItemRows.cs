using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;

namespace Composerp.InventoryLedger.Imports;

/// <summary>Items: each becomes what its row says; what its row has no column for stays as it is.</summary>
internal sealed class ItemRows(string? actor, ItemStore items) : IRowImport<ItemChange>
{
    private const string Sku = "sku";
    private const string Name = "name";
    private const string Category = "category";
    private const string Unit = "unit";
    private const string Decimals = "decimals";
    private const string Tracking = "tracking";
    private const string Valuation = "valuation";
    private const string UnitCost = "unitCost";

    private readonly RowCodes _codes = new();

    public static ImportColumns Columns { get; } = new([Sku, Name], [Category, Unit, Decimals, Tracking, Valuation, UnitCost]);

    public ItemChange? Read(ImportRow row)
    {
        var sku = _codes.Read(row, Sku);
        var item = new Item(
            sku,
            row.Find(Name) ?? "",
            row.Find(Unit) ?? Item.UnitDefault,
            row.Find(Category),
            row.FindPrice(UnitCost),
            row.FindWhole(Decimals) ?? Quantity.Decimals,
            row.Find(Tracking) ?? Item.TrackingDefault,
            row.Find(Valuation) ?? Item.ValuationDefault);

        foreach (var error in item.Errors(""))
        {
            row.Refuse(error.Field, error.Type, error.Reason);
        }

        return row.IsSound ? new(sku, actor, stored => stored is null ? item : Changed(stored, item, row)) : null;
    }

    public int LaneOf(ItemChange value) => 0;

    public async Task<IReadOnlyList<RowOutcome>> PostAsync(IReadOnlyList<PendingRow<ItemChange>> rows, bool isDryRun, CancellationToken token)
    {
        var settled = new HashSet<string>(StringComparer.Ordinal);
        PutOutcome outcome;

        // All or none: those that cannot be are left out, and the rest is put again.
        do
        {
            outcome = await items.PutAsync([.. rows.Select(row => row.Value).Where(change => !settled.Contains(change.Sku))], isDryRun, token);
            settled.UnionWith(outcome.Settled);
        }
        while (outcome.Settled.Count > 0);

        return
        [
            .. rows.Select(row => settled.Contains(row.Value.Sku)
                ? RowOutcome.Refused(row.Row.ErrorAt(Sku, "item-in-use", LedgerReasons.ItemInUse(row.Value.Sku)))
                : RowOutcome.Of(outcome.Changed.Contains(row.Value.Sku) ? RowResult.Posted : RowResult.AlreadyPosted)),
        ];
    }

    // Other units are counted in the item's own: in another one they would be something else.
    private static Item Changed(Item stored, Item told, ImportRow row) => new(
        stored.Sku,
        told.Name,
        row.Has(Unit) ? told.Unit : stored.Unit,
        row.Has(Category) ? told.Category : stored.Category,
        row.Has(UnitCost) ? told.UnitCost : stored.UnitCost,
        row.Has(Decimals) ? told.Decimals : stored.Decimals,
        row.Has(Tracking) ? told.Tracking : stored.Tracking,
        row.Has(Valuation) ? told.Valuation : stored.Valuation,
        row.Has(Unit) && told.Unit != stored.Unit ? null : stored.Units);
}
