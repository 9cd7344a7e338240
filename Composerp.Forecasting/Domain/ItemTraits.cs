namespace Composerp.Forecasting.Domain;

/// <summary>What an item is, by which it is like others.</summary>
/// <param name="Category">null where it has none.</param>
/// <param name="Price">What one unit costs; NaN where it is not known.</param>
public readonly record struct ItemTraits(string? Category, double Price)
{
    public static ItemTraits Unknown { get; } = new(null, double.NaN);
}
