using System.Text.Json.Serialization;
using Composerp.Replenishment.Domain.Modifiers;

namespace Composerp.Replenishment.Domain;

/// <summary>How a supplier delivers an item.</summary>
/// <param name="LeadTimeDays">Days from order to goods on the shelf, 0 to 1,000.</param>
/// <param name="MinimumQuantity">No order of the item is smaller; 0 where there is no minimum.</param>
/// <param name="OrderMultiple">Every order is a whole number of these, above 0; 1 where nothing was said.</param>
/// <param name="UnitCost">Per unit, in the company's currency.</param>
public sealed record SupplyTerms(
    string Supplier,
    int LeadTimeDays,
    decimal MinimumQuantity,
    decimal OrderMultiple,
    decimal UnitCost)
{
    public const int LeadTimeDaysMax = 1_000;

    private const decimal UnitSizeMax = 1_000_000;
    private const int UnitSizeDecimals = 6;

    /// <summary>Kilograms; counts for whole orders only, so that a line is derived without it.</summary>
    [JsonIgnore]
    public decimal UnitWeight { get; init; }

    /// <summary>Cubic metres; counts for whole orders and for room only.</summary>
    [JsonIgnore]
    public decimal UnitVolume { get; init; }

    /// <summary>As conditions on a line of an order.</summary>
    public LineTerms ToLineTerms() => new()
    {
        MinimumQuantity = MinimumQuantity,
        OrderMultiple = OrderMultiple,
        Prices = [new(0, UnitCost)],
    };

    /// <summary>Returns the first thing that is wrong, or null when there is none.</summary>
    public Violation? FirstViolation() =>
        Codes.CodeViolation("supplier", Supplier)
        ?? (LeadTimeDays is < 0 or > LeadTimeDaysMax
            ? new Violation("leadTimeDays", "lead-time-out-of-range", "The lead time is 0 to 1,000 days.")
            : null)
        ?? Quantity.Violation("minimumQuantity", MinimumQuantity)
        ?? (OrderMultiple == 0
            ? new Violation("orderMultiple", "order-multiple-zero", "The order multiple is above 0; leave it out for whole units.")
            : Quantity.Violation("orderMultiple", OrderMultiple))
        ?? Quantity.Violation("unitCost", UnitCost)
        ?? SizeViolation("unitWeight", UnitWeight)
        ?? SizeViolation("unitVolume", UnitVolume);

    private static Violation? SizeViolation(string field, decimal size) => size is < 0 or > UnitSizeMax || decimal.Round(size, UnitSizeDecimals) != size
        ? new(field, "size-out-of-range", "The size of a unit is 0 to 1,000,000, with at most six decimals.")
        : null;
}
