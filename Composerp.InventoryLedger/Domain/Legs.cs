using System.Diagnostics;

namespace Composerp.InventoryLedger.Domain;

/// <summary>One side of a movement.</summary>
public readonly record struct Leg(LocationCode Location, Account Account)
{
    public bool IsInside => Account.IsInside();

    public PositionKey Position(Sku sku, string lot) => new(Location, sku, lot, Account);
}

/// <summary>Double entry: which account gives and which takes, by kind.</summary>
public static class Legs
{
    /// <summary>For a quantity above zero; one below zero goes the other way.</summary>
    public static (Leg Giving, Leg Taking) Of(Movement movement, Account status)
    {
        var here = movement.Location;
        var there = movement.ToLocation ?? here;

        return movement.Kind switch
        {
            MovementKind.Receipt => (new(here, Account.Supplier), new(here, Account.OnHand)),
            MovementKind.Sale => (new(here, Account.OnHand), new(here, Account.Customer)),
            MovementKind.CustomerReturn => (new(here, Account.Customer), new(here, status)),
            MovementKind.SupplierReturn => (new(here, status), new(here, Account.Supplier)),
            // In-transit goods belong to their destination.
            MovementKind.TransferOut => (new(here, Account.OnHand), new(there, Account.InTransit)),
            MovementKind.TransferIn => (new(there, Account.InTransit), new(there, Account.OnHand)),
            MovementKind.Adjustment or MovementKind.Count => (new(here, Account.Adjustment), new(here, status)),
            MovementKind.Damage => (new(here, Account.OnHand), new(here, Account.Damaged)),
            MovementKind.Expiry => (new(here, status), new(here, Account.Scrap)),
            MovementKind.Reservation => (new(here, Account.OnHand), new(here, Account.Reserved)),
            MovementKind.ReservationRelease => (new(here, Account.Reserved), new(here, Account.OnHand)),
            var kind => throw new UnreachableException($"{kind} has no legs of its own."),
        };
    }

    /// <summary>The positions that deciding a movement surely needs, some of them more than once.</summary>
    public static IEnumerable<PositionKey> PositionsOf(Movement movement)
    {
        // What is about a movement that is not in the ledger is refused.
        if (movement.PastId is not null)
        {
            return movement.Past?.Entries.SelectMany(entry => new[] { entry.Position, entry.Position.Counted, entry.Position.Lead }) ?? [];
        }

        return movement.Kind == MovementKind.NoSale ? [] : PositionsOfLines(movement);
    }

    /// <summary>The locations in whose shards the movement has entries, that of part 1 first.</summary>
    public static IEnumerable<LocationCode> LocationsOf(Movement movement)
    {
        if (movement.PastId is not null)
        {
            return movement.Past?.Entries.Select(entry => entry.Position.Location).Distinct() ?? [];
        }

        return movement.Kind switch
        {
            MovementKind.TransferOut when movement.ToLocation is { } there => [movement.Location, there],
            MovementKind.TransferIn when movement.ToLocation is { } there => [there],
            _ => [movement.Location],
        };
    }

    private static IEnumerable<PositionKey> PositionsOfLines(Movement movement)
    {
        foreach (var line in movement.Lines)
        {
            var (giving, taking) = Of(movement, line.Status);

            foreach (var key in giving.IsInside ? PositionsOf(movement, giving.Position(line.Sku, line.Lot)) : [])
            {
                yield return key;
            }

            foreach (var key in taking.IsInside ? PositionsOf(movement, taking.Position(line.Sku, line.Lot)) : [])
            {
                yield return key;
            }
        }
    }

    private static IEnumerable<PositionKey> PositionsOf(Movement movement, PositionKey key)
    {
        yield return key;

        if (key != key.Lead)
        {
            yield return key.Lead;
        }

        // Who counts a shelf finds what is promised there, too.
        if (movement.Kind == MovementKind.Count && key.Account == Account.OnHand)
        {
            yield return key with { Account = Account.Reserved };
        }
    }
}
