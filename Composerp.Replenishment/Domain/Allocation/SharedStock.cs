using System.Text.Json.Serialization;

namespace Composerp.Replenishment.Domain.Allocation;

/// <summary>A decision on the stock of an item that concerns several proposals. It holds all that it was decided from.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SharedShortage), "shortage")]
[JsonDerivedType(typeof(MovedExcess), "excess")]
public abstract record SharedStock
{
    private protected SharedStock()
    {
    }

    /// <summary>Decides again on what a location gets.</summary>
    public abstract SourcingInput Redo(SourcingInput sourcing, string location);
}

/// <summary>Excess of some locations that goes to others which lack it.</summary>
public sealed record MovedExcess(string Sku, IReadOnlyList<Site> Sites, IReadOnlyList<TransferLane> Lanes, TransferGate Gate) : SharedStock
{
    public IReadOnlyList<Transfer> Transfers() => Rebalancing.Of(Sites, Lanes, Gate);

    public override SourcingInput Redo(SourcingInput sourcing, string location) => sourcing.Excess is not { } excess
        ? sourcing
        : sourcing with
        {
            Excess = excess with { Moved = Transfers().Where(transfer => transfer.From == sourcing.Source && transfer.To == location).Sum(transfer => transfer.Quantity) },
        };
}
