using Composerp.Contracts;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Positions;

/// <summary>Items and locations, as the ledger tells of them.</summary>
internal static class MasterDataStore
{
    private static readonly string ApplyItems = SqlFile.Of(typeof(MasterDataStore), "apply_items.sql");
    private static readonly string ApplyLocations = SqlFile.Of(typeof(MasterDataStore), "apply_locations.sql");

    /// <param name="changes">In the order of their sequences.</param>
    public static async Task ApplyAsync(
        IEnumerable<(ItemChangedV1 Item, long Sequence)> changes, NpgsqlTransaction transaction, CancellationToken token)
    {
        var newest = changes.GroupBy(change => change.Item.Sku).Select(sku => sku.Last()).ToList();

        if (newest.Count == 0)
        {
            return;
        }

        await transaction.Statement(ApplyItems)
            .With(newest.Select(change => change.Item.Sku).ToArray())
            .With(newest.Select(change => change.Item.Name).ToArray())
            .With(newest.Select(change => change.Item.Category).ToArray())
            .With(newest.Select(change => change.Item.Unit).ToArray())
            .With(newest.Select(change => change.Item.UnitCost).ToArray())
            .With(newest.Select(change => (short?)change.Item.Decimals).ToArray())
            .With(newest.Select(change => change.Sequence).ToArray())
            .RunAsync(token);
    }

    /// <param name="changes">Those of a location in the order of their sequences.</param>
    public static async Task ApplyAsync(
        IEnumerable<(LocationChangedV1 Location, long Sequence)> changes, NpgsqlTransaction transaction, CancellationToken token)
    {
        var newest = changes.GroupBy(change => change.Location.Code).Select(code => code.Last()).ToList();

        if (newest.Count == 0)
        {
            return;
        }

        await transaction.Statement(ApplyLocations)
            .With(newest.Select(change => change.Location.Code).ToArray())
            .With(newest.Select(change => change.Location.Name).ToArray())
            .With(newest.Select(change => change.Location.Kind).ToArray())
            .With(newest.Select(change => change.Location.TimeZone).ToArray())
            .With(newest.Select(change => change.Location.GoLive).ToArray())
            .With(newest.Select(change => change.Location.AllowsNegative).ToArray())
            .With(newest.Select(change => change.Sequence).ToArray())
            .RunAsync(token);
    }
}
