using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Suppliers;

internal sealed class SupplierStore(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly string PutSupplier = SqlFile.Of<SupplierStore>("put_supplier.sql");
    private static readonly string ListSuppliers = SqlFile.Of<SupplierStore>("list_suppliers.sql");
    private static readonly string PutSupplierItems = SqlFile.Of<SupplierStore>("put_supplier_items.sql");
    private static readonly string ListSupplierItems = SqlFile.Of<SupplierStore>("list_supplier_items.sql");

    public Task PutAsync(string code, string name, DeliveryTerms delivery, string? actor, CancellationToken token) =>
        database.Statement(PutSupplier).With(code).With(name).With(actor).With(time.GetUtcNow())
            .With(delivery.OverTolerance).With(delivery.UnderTolerance).With(delivery.UsesStatedLeadTime).RunAsync(token);

    public Task<List<Supplier>> ListAsync(string? code, string? after, int rows, CancellationToken token) =>
        database.Statement(ListSuppliers).With(code).With(after).With(rows).ListAsync(
            row => new Supplier(
                row.GetString(0),
                row.GetString(1),
                row.Optional<string>(2),
                row.GetFieldValue<DateTimeOffset>(3),
                row.GetDecimal(4),
                row.GetDecimal(5),
                row.GetBoolean(6)),
            token);

    /// <summary>Creates or changes all of them, or none.</summary>
    public Task PutAsync(IReadOnlyList<(string Sku, SupplyTerms Terms)> items, string? actor, CancellationToken token) =>
        database.Statement(PutSupplierItems)
            .With(items.Select(item => item.Terms.Supplier).ToArray())
            .With(items.Select(item => item.Sku).ToArray())
            .With(items.Select(item => item.Terms.LeadTimeDays).ToArray())
            .With(items.Select(item => item.Terms.MinimumQuantity).ToArray())
            .With(items.Select(item => item.Terms.OrderMultiple).ToArray())
            .With(items.Select(item => item.Terms.UnitCost).ToArray())
            .With(actor)
            .With(time.GetUtcNow())
            .With(items.Select(item => item.Terms.UnitWeight).ToArray())
            .With(items.Select(item => item.Terms.UnitVolume).ToArray())
            .RunAsync(token);

    public Task<List<SupplierItem>> ListItemsAsync(
        string? supplier, string? sku, string? afterSupplier, string? afterSku, int rows, CancellationToken token) =>
        database.Statement(ListSupplierItems).With(supplier).With(sku).With(afterSupplier).With(afterSku).With(rows).ListAsync(
            row => new SupplierItem(
                row.GetString(0),
                row.GetString(1),
                row.GetInt32(2),
                row.GetDecimal(3),
                row.GetDecimal(4),
                row.GetDecimal(5),
                row.Optional<string>(6),
                row.GetFieldValue<DateTimeOffset>(7),
                row.GetDecimal(8),
                row.GetDecimal(9)),
            token);
}

/// <summary>How closely a supplier keeps to what was ordered.</summary>
internal sealed record DeliveryTerms(decimal OverTolerance, decimal UnderTolerance, bool UsesStatedLeadTime);

internal sealed record Supplier(
    string Code,
    string Name,
    string? ChangedBy,
    DateTimeOffset ChangedAt,
    decimal OverTolerance,
    decimal UnderTolerance,
    bool UsesStatedLeadTime);

internal sealed record SupplierItem(
    string Supplier,
    string Sku,
    int LeadTimeDays,
    decimal MinimumQuantity,
    decimal OrderMultiple,
    decimal UnitCost,
    string? ChangedBy,
    DateTimeOffset ChangedAt,
    decimal UnitWeight,
    decimal UnitVolume);
