using System.Text.Json.Serialization;

namespace Composerp.Replenishment.Domain.Allocation;

/// <summary>How a shortage is shared.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ShareRule>))]
public enum ShareRule
{
    /// <summary>Everybody gets the same share of what it needs.</summary>
    [JsonStringEnumMemberName(ShareRules.Proportional)]
    Proportional,

    /// <summary>Everybody's stock lasts equally long.</summary>
    [JsonStringEnumMemberName(ShareRules.EqualCover)]
    EqualCover,

    /// <summary>Who comes first is served first; among equals proportionally.</summary>
    [JsonStringEnumMemberName(ShareRules.Priority)]
    Priority,
}

public static class ShareRules
{
    public const string Proportional = "proportional";
    public const string EqualCover = "equal-cover";
    public const string Priority = "priority";

    public static IReadOnlyList<string> All { get; } = [Proportional, EqualCover, Priority];

    public static ShareRule? Find(string rule) => rule switch
    {
        Proportional => ShareRule.Proportional,
        EqualCover => ShareRule.EqualCover,
        Priority => ShareRule.Priority,
        _ => null,
    };
}

/// <summary>What one destination asks for.</summary>
/// <param name="Need">Above or equal to 0.</param>
/// <param name="Position">What it has; counts for equal cover.</param>
/// <param name="DemandPerDay">Units; counts for equal cover.</param>
/// <param name="Priority">The lowest comes first; counts for the priority rule.</param>
public sealed record Claim(decimal Need, decimal Position = 0, decimal DemandPerDay = 0, int Priority = 0);

/// <summary>What each gets, and what nobody could be given.</summary>
/// <param name="Remainder">Less than a pack, or more than all need.</param>
public sealed record Shares(IReadOnlyList<decimal> Quantities, decimal Remainder);

/// <summary>Shares what there is among those who need it, in whole packs.</summary>
/// <remarks>
/// Nothing is made or lost: the quantities and the remainder are what there was. Nobody gets more than its need rounded
/// down to packs, so a need that should be filled up is rounded up before. Proportional rounding is by largest remainder
/// (Hamilton 1792); equal cover is water-filling.
/// </remarks>
public static class FairShare
{
    private const decimal Ticks = 10_000m;

    /// <param name="available">0 or more.</param>
    /// <param name="pack">Above 0.</param>
    public static Shares Of(decimal available, IReadOnlyList<Claim> claims, ShareRule rule, decimal pack)
    {
        var packs = (long)((Int128)(available * Ticks) / (Int128)(pack * Ticks));
        var wanted = claims.Select(claim => (long)((Int128)(claim.Need * Ticks) / (Int128)(pack * Ticks))).ToArray();
        var given = new long[claims.Count];

        switch (rule)
        {
            case ShareRule.EqualCover:
                EqualCover(packs, claims, wanted, given, pack);
                break;

            case ShareRule.Priority:
                foreach (var group in Enumerable.Range(0, claims.Count).GroupBy(place => claims[place].Priority).OrderBy(group => group.Key))
                {
                    packs -= Proportional(packs, [.. group], claims, wanted, given);
                }

                break;

            default:
                Proportional(packs, [.. Enumerable.Range(0, claims.Count)], claims, wanted, given);
                break;
        }

        decimal[] quantities = [.. given.Select(count => count * pack)];

        return new(quantities, available - quantities.Sum());
    }

    /// <summary>The shares before they are rounded to packs: each the same part of its need.</summary>
    public static IReadOnlyList<decimal> Exact(decimal available, IReadOnlyList<Claim> claims)
    {
        var need = claims.Sum(claim => claim.Need);

        return [.. claims.Select(claim => need <= available ? claim.Need : available * claim.Need / need)];
    }

    private static long Proportional(long packs, int[] places, IReadOnlyList<Claim> claims, long[] wanted, long[] given)
    {
        var need = places.Aggregate(Int128.Zero, (sum, place) => sum + (Int128)(claims[place].Need * Ticks));
        var all = places.Aggregate(Int128.Zero, (sum, place) => sum + wanted[place]);

        if (all <= packs)
        {
            foreach (var place in places)
            {
                given[place] = wanted[place];
            }

            return (long)all;
        }

        // In whole numbers: a quotient's noise must not move a pack.
        var left = packs;
        var rest = new PriorityQueue<int, (Int128 Remainder, int Place)>();

        foreach (var place in places)
        {
            var share = packs * (Int128)(claims[place].Need * Ticks);
            given[place] = Math.Min(wanted[place], (long)(share / need));
            left -= given[place];
            rest.Enqueue(place, (-(share - (given[place] * need)), place));
        }

        // One more for each by its remainder; who is full gives its turn to the next, until all is given.
        while (left > 0)
        {
            var place = rest.Dequeue();

            if (given[place] < wanted[place])
            {
                given[place]++;
                left--;
                rest.Enqueue(place, (need * given[place], place));
            }
        }

        return packs;
    }

    // To the one whose stock ends first, pack by pack; before that in one leap to a cover that all are sure to get: below the
    // common one by what a pack can be too much for the smallest.
    private static void EqualCover(long packs, IReadOnlyList<Claim> claims, long[] wanted, long[] given, decimal pack)
    {
        var left = packs;
        var packCover = claims.Where(claim => claim.DemandPerDay > 0).Select(claim => pack / claim.DemandPerDay).DefaultIfEmpty(0).Max();
        var cover = CommonCover(packs * pack, claims, wanted, pack) - packCover;

        for (var place = 0; place < claims.Count; place++)
        {
            // Where nobody asks for it stock never ends, however little there is.
            var lacking = claims[place].DemandPerDay > 0 ? Math.Floor(((cover * claims[place].DemandPerDay) - claims[place].Position) / pack) - 1 : 0;
            given[place] = (long)Math.Clamp(lacking, 0, wanted[place]);
            left -= given[place];
        }

        var shortest = new PriorityQueue<int, (decimal Cover, int Place)>();

        for (var place = 0; place < claims.Count; place++)
        {
            shortest.Enqueue(place, (CoverOf(claims[place], given[place] * pack), place));
        }

        while (left > 0 && shortest.TryDequeue(out var place, out _))
        {
            if (given[place] < wanted[place])
            {
                given[place]++;
                left--;
                shortest.Enqueue(place, (CoverOf(claims[place], given[place] * pack), place));
            }
        }
    }

    // The cover that would use up all there is, if packs could be cut; it only has to be a little too low.
    private static decimal CommonCover(decimal available, IReadOnlyList<Claim> claims, long[] wanted, decimal pack)
    {
        // From the shortest cover that anybody has, which is below 0 where more is promised than there is.
        var asking = claims.Index().Where(claim => claim.Item.DemandPerDay > 0).ToList();
        var low = asking.Select(claim => claim.Item.Position / claim.Item.DemandPerDay).DefaultIfEmpty(0).Min();
        var high = asking.Select(claim => (claim.Item.Position + available) / claim.Item.DemandPerDay).DefaultIfEmpty(0).Max();

        for (var step = 0; step < 90; step++)
        {
            var middle = (low + high) / 2;
            var asked = asking.Sum(claim => Math.Clamp((middle * claim.Item.DemandPerDay) - claim.Item.Position, 0, wanted[claim.Index] * pack));
            (low, high) = asked <= available ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static decimal CoverOf(Claim claim, decimal more) =>
        claim.DemandPerDay > 0 ? (claim.Position + more) / claim.DemandPerDay : decimal.MaxValue;
}
