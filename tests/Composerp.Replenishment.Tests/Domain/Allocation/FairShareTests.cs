using Composerp.Replenishment.Domain.Allocation;

namespace Composerp.Replenishment.Tests.Domain.Allocation;

public sealed class FairShareTests
{
    private const int Instances = 1_000;

    // SAP's fair share rule A, community thread 3194508: 500 for needs of 200, 250 and 350.
    [Fact]
    public void The_published_shares_are_found()
    {
        Claim[] claims = [new(200), new(250), new(350)];

        Assert.Equal([125, 156.25m, 218.75m], FairShare.Exact(500, claims));
        Assert.Equal([125, 156, 219], FairShare.Of(500, claims, ShareRule.Proportional, 1).Quantities);
    }

    [Fact]
    public void Equal_cover_gives_most_to_whom_it_lasts_least()
    {
        // 5 days together: 20 + 30 for 10 a day, 25 + 0 for 5 a day; the third has enough for longer.
        var shares = FairShare.Of(30, [new(80, 20, 10), new(25, 25, 5), new(10, 90, 10)], ShareRule.EqualCover, 1);

        Assert.Equal([30, 0, 0], shares.Quantities);
        Assert.Equal(0, shares.Remainder);
    }

    [Fact]
    public void Priority_serves_the_first_whole_and_shares_among_equals()
    {
        var shares = FairShare.Of(100, [new(60, Priority: 2), new(70, Priority: 1), new(30, Priority: 2)], ShareRule.Priority, 5);

        Assert.Equal([20, 70, 10], shares.Quantities);
    }

    [Fact]
    public void Shares_conserve_what_there_is_to_the_pack()
    {
        var random = new Random(11);

        for (var instance = 0; instance < Instances; instance++)
        {
            var pack = random.Next(1, 50) / 4m;
            var available = random.Next(0, 2_000) / 4m;
            Claim[] claims = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ =>
                new Claim(random.Next(0, 600) / 4m, random.Next(-200, 200) / 4m, random.Next(0, 40) / 4m, random.Next(3)))];

            foreach (var rule in Enum.GetValues<ShareRule>())
            {
                var shares = FairShare.Of(available, claims, rule, pack);

                Assert.Equal(available, shares.Quantities.Sum() + shares.Remainder);
                Assert.All(shares.Quantities.Zip(claims), pair => Assert.True(pair.First >= 0 && pair.First <= pair.Second.Need && pair.First % pack == 0));

                // What is left over is no pack, or nobody could take one more.
                Assert.True(shares.Remainder < pack || shares.Quantities.Zip(claims).All(pair => pair.First + pack > pair.Second.Need));
            }

            var byPriority = FairShare.Of(available, claims, ShareRule.Priority, pack);

            foreach (var (quantity, claim) in byPriority.Quantities.Zip(claims))
            {
                Assert.True(quantity + pack > claim.Need
                    || byPriority.Quantities.Zip(claims).Where(pair => pair.Second.Priority > claim.Priority).All(pair => pair.First == 0));
            }
        }
    }

    // All ways to give a few packs to up to four places: in none the shortest cover is longer, and nobody got a pack that
    // somebody with less would have needed.
    [Fact]
    public void Equal_cover_lifts_the_shortest_as_far_as_any_share_does()
    {
        var random = new Random(12);

        for (var instance = 0; instance < Instances; instance++)
        {
            Claim[] claims = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => new Claim(random.Next(0, 30), random.Next(-15, 30), random.Next(1, 9)))];
            var (pack, available) = (random.Next(1, 5), random.Next(0, 30));
            var packs = Math.Min(available / pack, claims.Sum(claim => (int)claim.Need / pack));

            var shares = FairShare.Of(available, claims, ShareRule.EqualCover, pack);

            var covers = Covers(claims, shares.Quantities);
            Assert.Equal(Ways(claims, 0, packs, pack).Max(way => way.Min()), covers.Min());
            Assert.All(Enumerable.Range(0, claims.Length).Where(place => shares.Quantities[place] > 0), given => Assert.All(
                Enumerable.Range(0, claims.Length).Where(place => shares.Quantities[place] + pack <= claims[place].Need),
                other => Assert.True(covers[given] - (pack / claims[given].DemandPerDay) <= covers[other] + 1e-20m)));
        }
    }

    [Fact]
    public void Proportional_shares_are_within_a_pack_of_the_exact_ones()
    {
        var random = new Random(13);

        for (var instance = 0; instance < Instances; instance++)
        {
            Claim[] claims = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => new Claim(random.Next(1, 100) * 6))];
            var available = 6 * random.Next(0, ((int)claims.Sum(claim => claim.Need) / 6) + 1);

            var shares = FairShare.Of(available, claims, ShareRule.Proportional, 6);

            Assert.All(shares.Quantities.Zip(FairShare.Exact(available, claims)), pair => Assert.True(Math.Abs(pair.First - pair.Second) < 6));
        }
    }

    private static IEnumerable<decimal[]> Ways(Claim[] claims, int place, int packs, int pack)
    {
        foreach (var counts in Counts(claims, place, packs, pack))
        {
            yield return Covers(claims, [.. counts.Select(count => (decimal)count * pack)]);
        }
    }

    private static IEnumerable<int[]> Counts(Claim[] claims, int place, int packs, int pack)
    {
        if (place == claims.Length)
        {
            return packs == 0 ? [[]] : [];
        }

        return Enumerable.Range(0, Math.Min(packs, (int)claims[place].Need / pack) + 1)
            .SelectMany(count => Counts(claims, place + 1, packs - count, pack).Select(rest => (int[])[count, .. rest]));
    }

    private static decimal[] Covers(Claim[] claims, IReadOnlyList<decimal> quantities) =>
        [.. claims.Zip(quantities, (claim, quantity) => (claim.Position + quantity) / claim.DemandPerDay)];
}
