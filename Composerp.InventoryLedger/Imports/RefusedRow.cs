using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Imports;

/// <summary>The ledger's refusals in terms of a file's columns.</summary>
internal static class RefusedRow
{
    public static RowError UnknownLocation(SalesRow row) => Error(
        row, new(RefusalKind.UnknownLocation, null, row.Location.Value, null));

    public static RowError Error(SalesRow row, Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.UnknownLocation => At(row, row.Place.LocationColumn, SalesHeader.LocationName, refusal),
        RefusalKind.UnknownItem => At(row, row.Place.SkuColumn, SalesHeader.SkuName, refusal),
        RefusalKind.ConflictingReplay => new(
            row.Place.Line,
            row.Place.QuantityColumn,
            SalesHeader.QuantityName,
            "changed-row",
            "This row was imported before with another quantity or price. Nothing was changed: correct it by an adjustment or a return."),
        _ => At(row, row.Place.QuantityColumn, SalesHeader.QuantityName, refusal),
    };

    private static RowError At(SalesRow row, int column, string field, Refusal refusal) =>
        new(row.Place.Line, column, field, LedgerProblem.Kebab(refusal.Kind.ToString()), LedgerReasons.Of(refusal));
}
