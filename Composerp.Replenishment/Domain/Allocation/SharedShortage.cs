using Composerp.Replenishment.Domain.Modifiers;

namespace Composerp.Replenishment.Domain.Allocation;

/// <summary>What one location asks of another, or of itself for its own customers.</summary>
/// <param name="Asked">In whole multiples.</param>
/// <param name="Minimum">It takes so much or nothing.</param>
/// <param name="Multiple">It takes whole numbers of these.</param>
/// <param name="Position">What it has; counts for equal cover.</param>
/// <param name="DemandPerDay">Expected; counts for equal cover.</param>
/// <param name="Rank">The lowest is served first; counts for the priority rule.</param>
public sealed record AllocationClaim(
    string Location, decimal Asked, decimal Minimum, decimal Multiple, decimal Position, decimal DemandPerDay, int Rank);

/// <summary>A shortage of an item at a location, shared among those who asked. It holds all that it was decided from.</summary>
public sealed record SharedShortage(string Source, string Sku, decimal Available, ShareRule Rule, IReadOnlyList<AllocationClaim> Claims) : SharedStock
{
    /// <summary>What each gets: together no more than there is, each in its multiples, not below its minimum, not above what it asked for.</summary>
    /// <remarks>
    /// Shares are in packs that suit everybody. Who would get less than its minimum gets nothing, the smallest first, and the
    /// others share again. What is left over goes in multiples of their own to those who come first.
    /// </remarks>
    public IReadOnlyList<decimal> Shares()
    {
        var given = new decimal[Claims.Count];
        var served = Enumerable.Range(0, Claims.Count).ToList();

        if (FindPack() is { } pack)
        {
            while (served.Count > 0)
            {
                var shares = FairShare.Of(
                    Available, [.. served.Select(place => new Claim(Claims[place].Asked, Claims[place].Position, Claims[place].DemandPerDay, Claims[place].Rank))], Rule, pack);
                var below = served.Index().Where(place => shares.Quantities[place.Index] < Claims[place.Item].Minimum)
                    .OrderBy(place => shares.Quantities[place.Index]).ThenByDescending(place => place.Item).ToList();

                // Half of them at once: one by one many would take long, and who could be served after all gets of the rest.
                if (below.Count > 0)
                {
                    var dropped = below.Take((below.Count + 1) / 2).Select(place => place.Item).ToHashSet();
                    served.RemoveAll(dropped.Contains);
                    continue;
                }

                foreach (var (place, claim) in served.Index())
                {
                    given[claim] = shares.Quantities[place];
                }

                break;
            }
        }

        GiveTheRest(given);

        return given;
    }

    public override SourcingInput Redo(SourcingInput sourcing, string location) => sourcing.Allotment is { } allotment
        ? sourcing with { Allotment = allotment with { Given = Shares()[allotment.Claim] } }
        : sourcing;

    private void GiveTheRest(decimal[] given)
    {
        var left = Available - given.Sum();

        foreach (var place in Enumerable.Range(0, given.Length).OrderBy(place => Claims[place].Rank).ThenBy(place => place))
        {
            var claim = Claims[place];
            var more = Math.Min(left, claim.Asked - given[place]);
            more -= more % claim.Multiple;

            if (more > 0 && given[place] + more >= claim.Minimum)
            {
                given[place] += more;
                left -= more;
            }
        }
    }

    private decimal? FindPack()
    {
        decimal? pack = Claims.Count == 0 ? null : Claims[0].Multiple;

        foreach (var claim in Claims)
        {
            pack = pack is { } common ? OrderStep.Common(common, claim.Multiple) : null;
        }

        return pack;
    }
}
