using System.Text.Json;
using Composerp.Replenishment.Domain;
using CsCheck;

namespace Composerp.Replenishment.Tests.Domain;

public sealed class DerivationTests
{
    private static readonly Gen<decimal> _quantity = Gen.Int[0, 5_000_000].Select(n => n / 10_000m);

    private static readonly Gen<SupplyTerms> _supply = Gen.Select(
        Gen.Int[0, 40], _quantity, Gen.Int[1, 500_000].Select(n => n / 10_000m),
        (leadTime, minimum, multiple) => new SupplyTerms("ACME", leadTime, minimum, multiple, 1));

    private static readonly Gen<OrderPolicy> _policy = Gen.OneOf(
        Gen.Select(_quantity, _quantity, OrderPolicy (one, other) => new MinMaxPolicy(Math.Min(one, other), Math.Max(one, other))),
        Gen.Select(Gen.Double[0.01, 0.999], Gen.Int[1, 40], OrderPolicy (level, review) => new OrderUpToPolicy(level, review)));

    private static readonly Gen<Forecast> _forecast =
        from days in Gen.Int[1, 40]
        from mean in Gen.Float[0, 50].Array[days]
        from sigma in Gen.Float[0, 30].Array[days]
        from sumSigma in Gen.Float[0, 90].Array[days].Null()
        from spread in Gen.Float[0, 5]
        select new Forecast(
            Guid.Empty, "drawn", AnItem.Monday.AddDays(-1), mean, sigma, sumSigma, [0.5, 0.9, 0.99],
            [.. mean, .. mean.Select(value => value * (1 + spread)), .. mean.Select(value => value * (1 + (3 * spread)))]);

    private static readonly Gen<ItemLocationSnapshot> _item = Gen.Select(
        _policy, _supply, _forecast, _quantity, _quantity, _quantity,
        (policy, supply, forecast, onHand, inTransit, onOrder) => AnItem.Under(policy) with
        {
            Supply = supply,
            Forecast = forecast,
            Position = new(onHand, inTransit, onOrder),
        });

    [Fact]
    public void A_quantity_respects_minimum_and_multiple_and_reaches_the_level() => _item.Sample(item =>
    {
        if (item.Plan(null) is not Proposed { Derivation: { Steps: { } steps } derivation })
        {
            return;
        }

        var supply = derivation.Input.Supply;
        Assert.True(derivation.Quantity >= supply.MinimumQuantity);
        Assert.Equal(0, derivation.Quantity % supply.OrderMultiple);
        Assert.Equal(derivation.Quantity, decimal.Round(derivation.Quantity, 4));
        Assert.True(steps.Position + derivation.Quantity >= steps.OrderUpTo);

        // No more than the conditions force: one multiple less would break the minimum or leave the need uncovered.
        var less = derivation.Quantity - supply.OrderMultiple;
        Assert.True(less < steps.Need || less < supply.MinimumQuantity);
    });

    [Fact]
    public void What_was_ordered_is_not_proposed_again() => _item.Sample(item =>
    {
        if (item.Plan(null) is Proposed proposed)
        {
            var after = item with { Position = item.Position with { OnOrder = item.Position.OnOrder + proposed.Derivation.Quantity } };

            // At a minimum that is the maximum the position may stand on it; nothing is missing then either.
            Assert.IsType<Enough>(after.Plan(null));
        }
    });

    [Fact]
    public void A_stored_derivation_replays_to_the_same_steps() => _item.Sample(item =>
    {
        if (item.Plan(null) is Proposed { Derivation: var derivation })
        {
            var stored = JsonSerializer.Serialize(derivation, ReplenishmentJson.Default.Derivation);
            var read = JsonSerializer.Deserialize(stored, ReplenishmentJson.Default.Derivation)!;

            var replayed = read.Replay();

            Assert.Equal(derivation.Quantity, replayed.Quantity);
            Assert.Equal(stored, JsonSerializer.Serialize(replayed, ReplenishmentJson.Default.Derivation));
            Assert.Equal(Explanation.InWords(derivation), Explanation.InWords(replayed));
        }
    });

    [Fact]
    public void The_reason_says_every_number_of_an_order_up_to_proposal()
    {
        var item = AnItem.Under(new OrderUpToPolicy(0.95, 7)) with
        {
            Forecast = AnItem.Forecast(mean: 10, sigma: 3, horizonDays: 12),
            Position = new(40, 5, 15),
            Supply = AnItem.Delivered(minimum: 100, multiple: 12),
        };

        Assert.Equal(
            "Expected demand from 2026-03-02 to 2026-03-15 (lead time 7 + review 7 days) is 140; "
            + "a service level of 95 % asks for a safety stock of 18.46, 1.645 times the deviation of the forecast's error of 11.22. "
            + "The forecast of 2026-03-01 covers 12 of 14 days; its last full week was repeated for the rest. "
            + "The stock position is 60 (40 on hand + 5 in transit + 15 on order), 98.4634 short of the level of 158.4634. "
            + "Lifted to the supplier's minimum of 100. Rounded up to 108, a multiple of 12.",
            ReasonOf(item));
    }

    [Fact]
    public void The_reason_says_every_number_of_a_min_max_proposal()
    {
        var item = AnItem.Under(new MinMaxPolicy(10, 22)) with { Position = new(8, 0, 2), Supply = AnItem.Delivered(multiple: 5) };

        Assert.Equal(
            "The stock position is 10 (8 on hand + 0 in transit + 2 on order), not above the minimum of 10: 12 are missing to the maximum of 22. "
            + "Rounded up to 15, a multiple of 5. The supplier's conditions take the position to 25, above the maximum.",
            ReasonOf(item));
    }

    private static string ReasonOf(ItemLocationSnapshot item) =>
        Explanation.InWords(Assert.IsType<Proposed>(item.Plan(null)).Derivation);
}
