using System.Globalization;
using Composerp.InventoryLedger.Domain;
using CsCheck;

namespace Composerp.InventoryLedger.Tests.Domain;

/// <summary>A throw from which a movement is made. Smaller numbers make simpler movements, so that shrinking explains.</summary>
internal sealed record MovementDice(int Kind, int Place, int Day, int Item, int Lot, int Quantity, int Lines, int Earlier)
{
    public static readonly Gen<MovementDice> Gen =
        from kind in CsCheck.Gen.Int[0, MovementStory.KindCount - 1]
        from place in CsCheck.Gen.Int[0, 11]
        from day in CsCheck.Gen.Int[0, 7]
        from item in CsCheck.Gen.Int[0, 5]
        from lot in CsCheck.Gen.Int[0, 3]
        from quantity in CsCheck.Gen.Int[1, 9]
        from lines in CsCheck.Gen.Int[0, 3]
        from earlier in CsCheck.Gen.Int[0, 99]
        select new MovementDice(kind, place, day, item, lot, quantity, lines, earlier);
}

/// <summary>Makes movements of throws: of all kinds, at all places and times, many of them about earlier ones.</summary>
/// <param name="isPlain">Leaves out what has no meaning apart from the order in which it was told.</param>
/// <param name="teller">Who tells it, where several tell stories of the same places.</param>
internal sealed class MovementStory(bool isPlain, int teller = 0)
{
    private static readonly string[] _kinds =
    [
        "RECEIPT", "SALE", "COUNT", "TRANSFER_OUT", "TRANSFER_IN", "ADJUSTMENT", "DAMAGE", "RESERVATION", "SALE_OF_RESERVED", "RESERVATION_RELEASE",
        "REVERSAL", "CUSTOMER_RETURN", "SUPPLIER_RETURN", "EXPIRY", "RECEIPT", "SALE", "RECEIPT", "RECEIPT", "REVERSAL", "RESERVATION",
        "TRANSFER_OUT", "TRANSFER_IN", "COUNT", "AGAIN", "COST_CORRECTION",
    ];

    private readonly List<Movement> _told = [];
    private readonly List<string> _reservations = [];
    private readonly List<double> _counted = [];

    public static int KindCount => _kinds.Length;

    /// <summary>Three places: a plain one, one that goes live on day 2.5, and one that may owe.</summary>
    public static LocationRules[] Locations =>
    [
        MemoryLedger.Location("A", 1),
        MemoryLedger.Location("B", 2, goLive: new(2026, 3, 5)),
        MemoryLedger.Location("C", 1, allowsNegative: true),
    ];

    public Movement Next(MovementDice dice)
    {
        var kind = _kinds[dice.Kind];
        var movement = kind switch
        {
            "AGAIN" when _told.Count > 0 => Again(dice),
            "COST_CORRECTION" when Receipt(dice) is { } receipt => Correction(dice, receipt),
            _ => AMovement.Of(Text(kind is "AGAIN" or "COST_CORRECTION" ? "RECEIPT" : kind, dice)),
        };
        _told.Add(movement);

        if (movement.Kind == MovementKind.Reservation)
        {
            _reservations.Add(movement.Id);
        }

        return movement;
    }

    private Movement Again(MovementDice dice)
    {
        var earlier = _told[dice.Earlier % _told.Count];

        // Now and then the same id comes with something else.
        return dice.Lot == 3 ? earlier with { Content = new(7), Reason = "other" } : earlier with { Actor = "again" };
    }

    private Movement? Receipt(MovementDice dice) => isPlain
        ? null
        : _told.Where(movement => movement.Kind == MovementKind.Receipt).ElementAtOrDefault(dice.Earlier % Math.Max(1, _told.Count));

    private Movement Correction(MovementDice dice, Movement receipt)
    {
        var price = dice.Lot < 2;
        var line = new MovementLine(receipt.Lines[0].Sku, "", Quantity.Zero, price ? dice.Quantity / 3m : null);

        return new Movement(NextId(), MovementKind.CostCorrection, null, receipt.Location, null, null, null, null, [line], default)
        {
            PastId = receipt.Id,
            Lines = [price ? line with { UnitPrice = decimal.Round(dice.Quantity / 3m, 6) } : line with { LandedCost = Money.Of(dice.Quantity) }],
        };
    }

    private string NextId() => teller == 0 ? $"m{_told.Count}" : $"t{teller}-{_told.Count}";

    private string Text(string kind, MovementDice dice)
    {
        if (kind == "REVERSAL")
        {
            var past = _told.Count == 0 ? "nothing" : _told[^(1 + (dice.Earlier % _told.Count))].Id;
            var later = !isPlain && dice.Lines == 3 ? $" @{dice.Day}" : "";

            return $"REVERSAL {past}{later} #{NextId()}";
        }

        var reservation = kind is "SALE_OF_RESERVED" or "RESERVATION_RELEASE"
            ? $" ~{(_reservations.Count == 0 ? "nothing" : _reservations[^(1 + (dice.Earlier % _reservations.Count))])}"
            : "";
        kind = kind == "SALE_OF_RESERVED" ? "SALE" : kind;
        var here = "ABC"[dice.Place % 3];
        var there = kind.StartsWith("TRANSFER", StringComparison.Ordinal) ? $" > {"ABC"[(dice.Place + 1 + (dice.Place / 6)) % 3]}" : "";
        var lines = kind == "RESERVATION_RELEASE" && dice.Lines == 0 ? "" : Lines(kind, dice);

        return $"{kind} {here}{there} {lines} @{Time(kind, dice).ToString(CultureInfo.InvariantCulture)}{reservation} #{NextId()}";
    }

    /// <summary>Movements that occur when something was counted, and counts for which nothing else was counted.</summary>
    private double Time(string kind, MovementDice dice)
    {
        if (kind == "COUNT")
        {
            _counted.Add(isPlain ? dice.Day + (0.001 * (1 + _told.Count)) + (0.0001 * teller) : dice.Day);

            return _counted[^1];
        }

        return dice.Place % 4 == 3 && _counted.Count > 0 ? _counted[dice.Earlier % _counted.Count] : dice.Day;
    }

    private static string Lines(string kind, MovementDice dice)
    {
        var first = Line(kind, dice, dice.Item);
        var second = Line(kind, dice with { Quantity = 1 + (dice.Quantity / 2), Lot = (dice.Lot + 1) % 4 }, (dice.Item + 1) % 6);

        return dice.Lines < 2 || (dice.Item == 5 && kind == "COUNT") ? first
            : dice.Lines == 2 || kind == "COUNT" ? $"{first} {second}"
            : $"{first} {second} {first}";
    }

    private static string Line(string kind, MovementDice dice, int item)
    {
        var price = kind == "RECEIPT" || (kind is "ADJUSTMENT" or "COUNT" && dice.Lot >= 2) ? $":{1 + (dice.Quantity % 3)}.333333" : "";
        var sign = kind == "ADJUSTMENT" && dice.Quantity > 4 ? "-" : "";
        var status = dice.Lot == 1 && kind is "CUSTOMER_RETURN" or "SUPPLIER_RETURN" or "ADJUSTMENT" or "COUNT" or "EXPIRY" ? "=DAMAGED" : "";
        var found = kind == "COUNT" ? dice.Quantity - 1 : dice.Quantity;
        var piece = kind == "COUNT" ? dice.Quantity % 2 : 1;

        return item switch
        {
            0 => $"bolt{Lot("", status)} {sign}{found}{price}",
            1 => $"beam{Lot("", status)} {sign}{found}{price}",
            2 => $"milk{Lot(LotOf(kind, dice.Lot), status)} {sign}{found}{price}",
            3 => $"drill{Lot(new[] { "S1", "S2", "", "S1" }[dice.Lot], status)} {sign}{piece}{price}",
            4 => $"beer{Lot("", status)} {sign}{found}{new[] { "", "case", "half", "" }[dice.Lot]}{price}",
            _ => $"bolt{Lot("", status)} {sign}{found}.5{price}",
        };
    }

    private static string LotOf(string kind, int lot) => lot switch
    {
        0 => kind == "RECEIPT" ? "L1!2026-03-04" : "L1",
        1 => kind == "RECEIPT" ? "L2!2026-03-07" : "L2",
        2 => "",
        _ => "L3",
    };

    private static string Lot(string lot, string status) => (lot, status) switch
    {
        ("", "") => "",
        (_, "") => $"={lot}",
        _ => $"={lot}{status}",
    };
}
