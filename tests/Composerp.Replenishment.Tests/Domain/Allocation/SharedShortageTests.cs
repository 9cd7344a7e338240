using Composerp.Replenishment.Domain.Allocation;

namespace Composerp.Replenishment.Tests.Domain.Allocation;

public sealed class SharedShortageTests
{
    private const int Instances = 1_000;

    [Fact]
    public void Each_rule_shares_in_its_own_way()
    {
        AllocationClaim[] claims = [new("S1", 60, 0, 6, 0, 10, 2), new("S2", 60, 0, 6, 30, 10, 1)];

        Assert.Equal([30, 30], Of(ShareRule.Proportional).Shares());
        Assert.Equal([48, 12], Of(ShareRule.EqualCover).Shares());
        Assert.Equal([0, 60], Of(ShareRule.Priority).Shares());

        SharedShortage Of(ShareRule rule) => new("W1", "nut", 60, rule, claims);
    }

    [Fact]
    public void Who_would_get_less_than_its_minimum_gets_nothing_and_the_others_share_it() =>
        Assert.Equal([0, 40], new SharedShortage("W1", "nut", 40, ShareRule.Proportional, [new("S1", 20, 20, 1, 0, 1, 0), new("S2", 60, 20, 1, 0, 1, 0)]).Shares());

    [Fact]
    public void What_does_not_fit_the_common_pack_goes_in_packs_of_their_own() =>
        Assert.Equal([8, 12], new SharedShortage("W1", "nut", 22, ShareRule.Proportional, [new("S1", 16, 0, 4, 0, 1, 0), new("S2", 18, 0, 6, 0, 1, 0)]).Shares());

    [Fact]
    public void Shares_are_never_more_than_there_is_and_each_can_be_transferred()
    {
        var random = new Random(21);

        for (var instance = 0; instance < Instances; instance++)
        {
            AllocationClaim[] claims = [.. Enumerable.Range(0, random.Next(1, 8)).Select(n => Drawn($"S{n}"))];
            var available = random.Next(0, 400) / 4m;

            foreach (var rule in Enum.GetValues<ShareRule>())
            {
                var shortage = new SharedShortage("W1", "nut", available, rule, claims);
                var shares = shortage.Shares();

                Assert.True(shares.Sum() <= available);
                Assert.All(shares.Zip(claims), pair => Assert.True(
                    pair.First == 0 || (pair.First >= pair.Second.Minimum && pair.First <= pair.Second.Asked && pair.First % pair.Second.Multiple == 0)));

                // Nobody who was served could take one more of its multiples from what is left.
                var left = available - shares.Sum();
                Assert.All(shares.Zip(claims), pair => Assert.True(
                    pair.First + pair.Second.Multiple > pair.Second.Asked || pair.Second.Multiple > left || pair.First + pair.Second.Multiple < pair.Second.Minimum));
                Assert.Equal(shares, shortage.Shares());
            }
        }

        AllocationClaim Drawn(string location)
        {
            var multiple = random.Next(1, 25) / 4m;
            var minimum = random.Next(3) * multiple;

            return new(location, minimum + (multiple * random.Next(1, 20)), minimum, multiple, random.Next(50), random.Next(9), random.Next(3));
        }
    }

    [Fact]
    public void A_need_is_divided_among_sources_without_loss()
    {
        var random = new Random(22);

        for (var instance = 0; instance < Instances; instance++)
        {
            SourcePart[] parts = [.. Enumerable.Range(0, random.Next(2, 5)).Select(n =>
                new SourcePart($"W{n}", random.Next(1, 10), random.Next(0, 20), random.Next(1, 12)))];
            var quantity = parts[0].Multiple * random.Next(1, 40);

            var divided = SourcePart.Divide(quantity, parts);

            Assert.All(divided.Zip(parts), pair => Assert.True(pair.First == 0 || (pair.First >= pair.Second.Minimum && pair.First % pair.Second.Multiple == 0)));
            Assert.True(divided.Sum() >= quantity);
            Assert.True(divided.Sum() < quantity + Math.Max(parts[0].Minimum, parts[0].Multiple) + parts[0].Multiple);
        }
    }

    [Fact]
    public void Pooled_demand_adds_means_and_variances_over_the_days_of_all()
    {
        var (near, far) = (AnItem.Forecast(mean: 4, sigma: 3), AnItem.Forecast(mean: 6, sigma: 4) with { Origin = AnItem.Monday });

        var pooled = PooledForecast.Of(null, [new(near, 1), new(far, 0.5)])!;

        Assert.Equal((AnItem.Monday.AddDays(1), 28), (pooled.FirstDay, pooled.HorizonDays));
        Assert.All(pooled.Mean, units => Assert.Equal(7, units, 1e-5f));
        Assert.All(pooled.Sigma, sigma => Assert.Equal(Math.Sqrt(9 + 4), sigma, 1e-5f));
        Assert.Equal(Math.Sqrt(28 * 13), pooled.SumSigma![27], 1e-4f);
        Assert.True(pooled.IsUsable);
        Assert.Same(near, PooledForecast.Of(near, []));
    }
}
