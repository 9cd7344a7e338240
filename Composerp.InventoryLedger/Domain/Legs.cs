using System.Diagnostics;

namespace Composerp.InventoryLedger.Domain;

/// <summary>One side of a movement.</summary>
/// <param name="Sign">-1 where the account gives a line's quantity, +1 where it takes it.</param>
public readonly record struct Leg(LocationCode Location, Account Account, int Sign)
{
    /// <summary>Accounts outside the company have no balance, or everything would queue on them.</summary>
    public bool HasPosition => Account is Account.OnHand or Account.InTransit;

    public PositionKey Position(MovementLine line) => new(Location, line.Sku, line.Lot, Account);
}

/// <summary>Double entry: which account gives and which takes, by kind.</summary>
public static class Legs
{
    public static (Leg Giving, Leg Taking) Of(Movement movement)
    {
        var here = movement.Location;
        var there = movement.ToLocation ?? here;

        return movement.Kind switch
        {
            MovementKind.Receipt => (new(here, Account.Supplier, -1), new(here, Account.OnHand, +1)),
            MovementKind.Sale => (new(here, Account.OnHand, -1), new(here, Account.Customer, +1)),
            MovementKind.CustomerReturn => (new(here, Account.Customer, -1), new(here, Account.OnHand, +1)),
            // In-transit goods belong to their destination.
            MovementKind.TransferOut => (new(here, Account.OnHand, -1), new(there, Account.InTransit, +1)),
            MovementKind.TransferIn => (new(there, Account.InTransit, -1), new(there, Account.OnHand, +1)),
            MovementKind.Adjustment or MovementKind.Count => (new(here, Account.Adjustment, -1), new(here, Account.OnHand, +1)),
            MovementKind.NoSale => throw new ArgumentException("No goods move on a day without a sale.", nameof(movement)),
            var kind => throw new UnreachableException($"No legs for {kind}."),
        };
    }

    /// <summary>The positions that a movement touches; those of a line may repeat those of another.</summary>
    public static IEnumerable<PositionKey> PositionsOf(Movement movement)
    {
        if (movement.Kind == MovementKind.NoSale)
        {
            yield break;
        }

        var (giving, taking) = Of(movement);

        foreach (var line in movement.Lines)
        {
            if (giving.HasPosition)
            {
                yield return giving.Position(line);
            }

            if (taking.HasPosition)
            {
                yield return taking.Position(line);
            }
        }
    }

    /// <summary>The locations in whose shards the movement has entries, that of part 1 first.</summary>
    public static IEnumerable<LocationCode> LocationsOf(Movement movement)
    {
        if (movement.Kind == MovementKind.NoSale)
        {
            yield return movement.Location;
            yield break;
        }

        var (giving, taking) = Of(movement);
        yield return giving.Location;

        if (taking.Location != giving.Location)
        {
            yield return taking.Location;
        }
    }
}
