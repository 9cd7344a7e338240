using System.Text.Json;
using Composerp.Replenishment.Domain.Modifiers;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Planning;

/// <summary>What holds for whole orders: terms of suppliers, what was spent of their budgets, and what takes room.</summary>
internal sealed class OrderTerms
{
    private static readonly string GatherOrderTerms = SqlFile.Of<OrderTerms>("gather_order_terms.sql");
    private static readonly string GatherSpent = SqlFile.Of<OrderTerms>("gather_spent.sql");
    private static readonly string GatherRooms = SqlFile.Of<OrderTerms>("gather_rooms.sql");

    private readonly Dictionary<string, SupplierOrderTerms> _terms;
    private readonly Dictionary<string, decimal> _spent;
    private readonly Dictionary<string, decimal> _volumes;

    private OrderTerms(Dictionary<string, SupplierOrderTerms> terms, Dictionary<string, decimal> spent, Dictionary<string, decimal> volumes) =>
        (_terms, _spent, _volumes) = (terms, spent, volumes);

    public static OrderTerms None { get; } = new([], [], []);

    public bool IsAny => _terms.Count > 0;

    public bool HasBudgets => _terms.Values.Any(terms => terms.Budget is not null);

    public bool MayAdd => _terms.Values.Any(terms => terms.MayAdd);

    /// <param name="today">The day whose period the budgets are of.</param>
    public static async Task<OrderTerms> ReadAsync(NpgsqlTransaction transaction, DateOnly today, CancellationToken token)
    {
        var terms = (await transaction.Statement(GatherOrderTerms).ListAsync(
            row => (Supplier: row.GetString(0), Terms: JsonSerializer.Deserialize(row.GetString(1), ReplenishmentJson.Default.SupplierOrderTerms) ?? new()), token))
            .ToDictionary(row => row.Supplier, row => row.Terms, StringComparer.Ordinal);
        var periods = terms.Where(one => one.Value.Budget is not null)
            .Select(one => (Supplier: one.Key, From: one.Value.PeriodOf(today) ?? today)).ToList();
        var spent = await transaction.Statement(GatherSpent).WithoutTimeout()
            .With(periods.Select(period => period.Supplier).ToArray()).With(periods.Select(period => period.From).ToArray())
            .ListAsync(row => (Supplier: row.GetString(0), Spent: row.GetDecimal(1)), token);
        var volumes = await transaction.Statement(GatherRooms).WithoutTimeout().ListAsync(
            row => (Location: row.GetString(0), Volume: row.GetDecimal(1)), token);

        return new(
            terms,
            spent.ToDictionary(row => row.Supplier, row => row.Spent, StringComparer.Ordinal),
            volumes.ToDictionary(row => row.Location, row => row.Volume, StringComparer.Ordinal));
    }

    public SupplierOrderTerms? Of(string supplier) => _terms.GetValueOrDefault(supplier);

    public decimal? BudgetLeftOf(string supplier) =>
        Of(supplier)?.Budget is { } budget ? Math.Max(0, budget - _spent.GetValueOrDefault(supplier)) : null;

    public decimal VolumeAt(string location) => _volumes.GetValueOrDefault(location);
}
