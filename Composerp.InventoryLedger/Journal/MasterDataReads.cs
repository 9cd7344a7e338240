using Composerp.InventoryLedger.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Reads what posting must know of items and locations.</summary>
internal static class MasterDataReads
{
    private static readonly string _findLocations = SqlFile.Of(typeof(MasterDataReads), "find_locations.sql");
    private static readonly string _findItems = SqlFile.Of(typeof(MasterDataReads), "find_items.sql");

    public static void AddLocations(ReadSteps steps, IReadOnlyList<LocationCode> codes, Recall<LocationCode, LocationRules> locations)
    {
        if (codes.Count > 0)
        {
            steps.Add(
                Sql.Step(_findLocations, Sql.Of(PositionColumns.Array(codes, code => code.Value))),
                row => locations.Read(new(row.GetString(0)), Location(row)));
        }
    }

    public static void AddItems(ReadSteps steps, IReadOnlyList<Sku> skus, Recall<Sku, ItemRules> items)
    {
        if (skus.Count > 0)
        {
            steps.Add(
                Sql.Step(_findItems, Sql.Of(PositionColumns.Array(skus, sku => sku.Value))),
                row => items.Read(new(row.GetString(0)), Item(row)));
        }
    }

    private static LocationRules Location(NpgsqlDataReader row) => new(
        new(row.GetString(0)),
        row.GetInt16(1),
        TimeZoneInfo.FindSystemTimeZoneById(row.GetString(2)),
        row.Find<DateOnly>(3),
        row.GetBoolean(4));

    private static ItemRules Item(NpgsqlDataReader row) => new(
        new(row.GetString(0)),
        LedgerNames.FindTracking(row.GetString(1)) ?? Tracking.None,
        LedgerNames.FindValuation(row.GetString(2)) ?? Valuation.MovingAverage,
        row.GetInt16(3),
        row.GetString(4),
        row.Texts(5).Zip(row.Numbers(6)).ToDictionary(unit => unit.First, unit => Quantity.OfTenThousandths(unit.Second), StringComparer.Ordinal),
        row.Find<decimal>(7));
}
