using System.Globalization;
using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Tests.Domain;

/// <summary>Movements as tests tell them: "SALE A bolt 5 @3 #s1" is 5 bolts sold at A on day 3, under the id s1.</summary>
internal static class AMovement
{
    /// <summary>Day 0, noon.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static long _ids;

    public static DateTimeOffset Day(double day) => Start.AddDays(day);

    /// <summary>
    /// KIND location [> destination] sku[=lot[!expiry][=status]] quantity[unit][:price] .. [@day] [#id] [~reservation]; REVERSAL &lt;id&gt;.
    /// </summary>
    public static MovementDraft Draft(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var draft = new MovementDraft(Id: Take('#') ?? $"m{Interlocked.Increment(ref _ids)}");

        if (Take('@') is { } day)
        {
            draft = draft with { OccurredAt = Day(double.Parse(day, CultureInfo.InvariantCulture)) };
        }

        if (Take('~') is { } reservation)
        {
            draft = draft with { Reservation = reservation };
        }

        if (words[0] == "REVERSAL")
        {
            return draft with { Kind = words[0], Reverses = words[1] };
        }

        draft = draft with { Kind = words[0], Location = words[1] };
        var next = 2;

        if (words.Count > 2 && words[2] == ">")
        {
            draft = draft with { ToLocation = words[3] };
            next = 4;
        }

        return draft with
        {
            Lines =
            [
                .. words[next..].Chunk(2).Select(line => Line(line[0], line[1])),
            ],
        };

        string? Take(char mark)
        {
            var word = words.Find(candidate => candidate[0] == mark && candidate.Length > 1);

            return word is not null && words.Remove(word) ? word[1..] : null;
        }
    }

    private static MovementLineDraft Line(string goods, string amount)
    {
        var (sku, rest) = (goods.Split('=')[0], goods.Split('=')[1..]);
        var lot = rest is [var named, ..] ? named.Split('!') : [];
        var (told, price) = (amount.Split(':')[0], amount.Split(':')[1..]);
        var digits = told.TrimEnd([.. "abcdefghijklmnopqrstuvwxyz"]);

        return new(
            sku,
            decimal.Parse(digits, CultureInfo.InvariantCulture),
            lot is [{ Length: > 0 } code, ..] ? code : null,
            price is [var paid] ? decimal.Parse(paid, CultureInfo.InvariantCulture) : null,
            digits.Length < told.Length ? told[digits.Length..] : null,
            rest is [_, var status] ? status : null,
            lot is [_, var expiry] ? DateOnly.Parse(expiry, CultureInfo.InvariantCulture) : null);
    }

    public static Movement Of(string text)
    {
        var (movement, violations) = MovementRules.Check(Draft(text), Day(1_000));

        return movement ?? throw new ArgumentException(string.Join(", ", violations), nameof(text));
    }
}
