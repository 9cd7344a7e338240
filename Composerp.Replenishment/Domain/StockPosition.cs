using System.Text.Json.Serialization;

namespace Composerp.Replenishment.Domain;

/// <summary>The supply that counts against future demand, all of one moment.</summary>
/// <param name="OnHand">Negative where the location sells what it has not booked in yet.</param>
/// <param name="InTransit">On its way from another location.</param>
/// <param name="OnOrder">Approved purchase orders less what came in against them.</param>
public sealed record StockPosition(decimal OnHand, decimal InTransit, decimal OnOrder)
{
    /// <summary>Promised to other locations and still here: approved transfers, less what was shipped for them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public decimal Committed { get; init; }

    public decimal Total => OnHand + InTransit + OnOrder - Committed;
}
