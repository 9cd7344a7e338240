using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Netting;
using CsCheck;

namespace Composerp.Replenishment.Tests.Domain.Netting;

public sealed class ExpectedOutdatingTests
{
    private static readonly DateOnly _monday = new(2026, 3, 2);

    // Whole demand and whole lots, so that the days can be counted through without rounding.
    private static readonly Gen<(float[] Demand, DatedQuantity[] Lots, int Remaining)> _stock = Gen.Select(
        Gen.Int[0, 9].Select(units => (float)units).Array[0, 30],
        Gen.Select(Gen.Int[-5, 40], Gen.Int[1, 40], (day, units) => new DatedQuantity(_monday.AddDays(day), units)).Array[0, 6],
        Gen.Int[0, 4]);

    [Fact]
    public void A_lot_gets_the_demand_that_older_ones_leave_until_it_is_too_old()
    {
        // Ten a day: by Tuesday 20 are asked for and 25 there, by Friday 50 less 20, and 40 there.
        DatedQuantity[] lots = [new(_monday.AddDays(4), 40), new(_monday.AddDays(1), 25)];

        Assert.Equal(
            [new DatedQuantity(_monday.AddDays(2), 5), new DatedQuantity(_monday.AddDays(5), 10)],
            ExpectedOutdating.Of(lots, _monday, [10, 10, 10, 10, 10, 10, 10], 0));

        // Two days of life must be left: what may be sold until Tuesday is too old by now.
        Assert.Equal(
            [new DatedQuantity(_monday, 25), new DatedQuantity(_monday.AddDays(3), 10)],
            ExpectedOutdating.Of(lots, _monday, [10, 10, 10, 10, 10, 10, 10], 2));
    }

    [Fact]
    public void What_keeps_beyond_the_days_looked_at_is_not_lost() =>
        Assert.Empty(ExpectedOutdating.Of([new(_monday.AddDays(7), 1_000)], _monday, [1, 1, 1, 1, 1, 1, 1], 0));

    [Fact]
    public void Without_a_forecast_only_what_is_too_old_by_now_is_lost() => Assert.Equal(
        [new DatedQuantity(_monday, 3)], ExpectedOutdating.Of([new(_monday.AddDays(-1), 3), new(_monday, 4)], _monday, [], 0));

    [Fact]
    public void It_is_what_is_left_when_the_days_are_counted_through() => _stock.Sample(stock =>
    {
        var (demand, lots, remaining) = stock;
        var left = lots.OrderBy(lot => lot.Date).Select(lot => (LastDay: lot.Date.AddDays(-remaining), lot.Quantity)).ToArray();
        var lost = new SortedDictionary<DateOnly, decimal>();

        for (var day = 0; day <= demand.Length; day++)
        {
            var today = _monday.AddDays(day);
            var asked = day < demand.Length ? (decimal)demand[day] : 0;

            for (var lot = 0; lot < left.Length; lot++)
            {
                if (left[lot].LastDay < today)
                {
                    lost[today] = lost.GetValueOrDefault(today) + left[lot].Quantity;
                    left[lot].Quantity = 0;
                }

                var taken = Math.Min(asked, left[lot].Quantity);
                left[lot].Quantity -= taken;
                asked -= taken;
            }
        }

        Assert.Equal(
            lost.Where(day => day.Value > 0).Select(day => new DatedQuantity(day.Key, day.Value)),
            ExpectedOutdating.Of(lots, _monday, demand, remaining)
                .GroupBy(one => one.Date).Select(day => new DatedQuantity(day.Key, day.Sum(one => one.Quantity))));
    });
}
