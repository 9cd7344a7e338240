using Composerp.Replenishment.Domain.Netting;

namespace Composerp.Replenishment.Tests.Domain.Netting;

public sealed class TimePhasedPlanTests
{
    private const int Instances = 1_000;

    // The distribution requirements of item 4682A, a workbook's exercise.
    [Fact]
    public void The_textbooks_plan_is_found()
    {
        var (planned, projected, releases) = (new long[5], new long[5], new long[6]);

        var firstShort = TimePhasedPlan.Write(50, [25, 30, 55, 50, 30], new long[5], 10, 0, new(0, 100, 1), planned, projected);
        TimePhasedPlan.WriteReleases(planned, 2, releases);

        Assert.Equal([0, 100, 0, 100, 0], planned);
        Assert.Equal([25, 95, 40, 90, 60], projected);
        Assert.Equal([100, 0, 100, 0, 0, 0], releases);
        Assert.Equal(-1, firstShort);
    }

    // frePPLe, forecast netting: orders of 300, 500 and 280 against 350 a month.
    [Theory]
    [InlineData(0, 0, new long[] { 50, 0, 70, 350 })]
    [InlineData(1, 1, new long[] { 0, 0, 0, 320 })]
    public void The_published_consumption_is_found(int earlier, int later, long[] expected)
    {
        long[] forecast = [350, 350, 350, 350];

        ForecastConsumption.Consume(forecast, [300, 500, 280, 0], earlier, later);

        Assert.Equal(expected, forecast);
    }

    // Dynamics 365, forecast reduction by percent.
    [Fact]
    public void The_published_reduction_is_found()
    {
        long[] forecast = [1_000, 1_000, 1_000, 1_000];

        ForecastConsumption.Reduce(forecast, [1, 0.75m, 0.5m, 0.25m]);

        Assert.Equal([0, 250, 500, 750], forecast);
    }

    // Business Central, maximum quantity policy: a sale shrinks, so an open order of 90 is 30 too much.
    [Fact]
    public void An_order_that_demand_no_longer_needs_can_shrink()
    {
        Assert.Equal(30, TimePhasedPlan.ReducibleBy(80 - 40 + 90, 100, 90));
        Assert.Equal(0, TimePhasedPlan.ReducibleBy(90, 100, 90));
        Assert.Equal(90, TimePhasedPlan.ReducibleBy(500, 100, 90));
    }

    [Fact]
    public void What_cannot_arrive_in_time_is_told_as_short()
    {
        var (planned, projected) = (new long[4], new long[4]);

        Assert.Equal(0, TimePhasedPlan.Write(0, [5, 5, 5, 5], new long[4], 0, 2, new(0, 1, 1), planned, projected));
        Assert.Equal([0, 0, 15, 5], planned);
        Assert.Equal([-5, -10, 0, 0], projected);
    }

    // Every bucket from scratch: all that came and went until its end, and then unit by unit as much as is lacking.
    [Fact]
    public void Each_receipt_is_the_smallest_that_covers_its_buckets()
    {
        var random = new Random(16);

        for (var instance = 0; instance < Instances; instance++)
        {
            var buckets = random.Next(1, 25);
            long[] demand = [.. Enumerable.Range(0, buckets).Select(_ => random.Next(3) == 0 ? 0L : random.Next(40))];
            long[] receipts = [.. Enumerable.Range(0, buckets).Select(_ => random.Next(5) == 0 ? random.Next(60) : 0L)];
            var lots = new ReceiptLots(random.Next(0, 30), random.Next(1, 15), random.Next(1, 6));
            var (onHand, safetyStock, first) = (random.Next(0, 100), random.Next(0, 30), random.Next(0, 6));
            var (planned, projected) = (new long[buckets], new long[buckets]);

            var firstShort = TimePhasedPlan.Write(onHand, demand, receipts, safetyStock, first, lots, planned, projected);

            var expected = new long[buckets];

            for (var bucket = 0; bucket < buckets; bucket++)
            {
                if (bucket >= first && StockAt(bucket) < safetyStock)
                {
                    var end = Math.Min(buckets, bucket + lots.CoverBuckets) - 1;

                    while (StockAt(bucket) < safetyStock || StockAt(end) < safetyStock || expected[bucket] < lots.Minimum || expected[bucket] % lots.Multiple != 0)
                    {
                        expected[bucket]++;
                    }
                }
            }

            Assert.Equal(expected, planned);
            Assert.Equal(Enumerable.Range(0, buckets).Select(StockAt), projected);
            Assert.Equal(Enumerable.Range(0, buckets).Where(bucket => StockAt(bucket) < 0).DefaultIfEmpty(-1).First(), firstShort);

            long StockAt(int bucket) => onHand + receipts.Take(bucket + 1).Sum() + expected.Take(bucket + 1).Sum() - demand.Take(bucket + 1).Sum();
        }
    }

    [Fact]
    public void Consumption_makes_and_loses_nothing()
    {
        var random = new Random(17);

        for (var instance = 0; instance < Instances; instance++)
        {
            long[] before = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => (long)random.Next(50))];
            long[] orders = [.. before.Select(_ => (long)random.Next(60))];
            var forecast = before.ToArray();
            var (earlier, later) = (random.Next(4), random.Next(4));

            ForecastConsumption.Consume(forecast, orders, earlier, later);

            // Unit by unit: each looks at its bucket, then back, then ahead.
            var expected = before.ToArray();

            for (var bucket = 0; bucket < orders.Length; bucket++)
            {
                int[] places = [bucket, .. Enumerable.Range(1, earlier).Select(back => bucket - back), .. Enumerable.Range(1, later).Select(ahead => bucket + ahead)];

                for (var unit = 0; unit < orders[bucket]; unit++)
                {
                    if (places.FirstOrDefault(place => place >= 0 && place < expected.Length && expected[place] > 0, -1) is >= 0 and var taken)
                    {
                        expected[taken]--;
                    }
                }
            }

            Assert.Equal(expected, forecast);
        }
    }

    [Fact]
    public void Ticks_of_a_forecast_add_up_to_the_forecast()
    {
        float[] forecast = [.. Enumerable.Repeat(0.333_333f, 90)];
        var ticks = new long[90];

        TimePhasedPlan.WriteTicks(forecast, ticks);

        Assert.Equal(Math.Round(forecast.Sum(day => (double)day) * 10_000, MidpointRounding.AwayFromZero), ticks.Sum());
    }

    [Fact]
    public void Days_of_cover_are_walked_day_by_day()
    {
        var random = new Random(18);

        for (var instance = 0; instance < Instances; instance++)
        {
            float[] forecast = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(4) == 0 ? 0f : random.Next(1, 20))];
            var days = random.Next(0, 400) / 10.0;
            var expected = 0.0;

            for (var tenth = 0; tenth < (int)Math.Round(days * 10); tenth++)
            {
                expected += (tenth / 10 < forecast.Length ? forecast[tenth / 10] : forecast.Average()) / 10;
            }

            var quantity = CoverDays.Quantity(forecast, days);

            Assert.Equal(expected, quantity, 1e-4);
            Assert.True(forecast.Sum() == 0 || CoverDays.Of(forecast, quantity) >= days - 1e-6);
            Assert.Equal(quantity, forecast.Sum() == 0 ? quantity : CoverDays.Quantity(forecast, CoverDays.Of(forecast, quantity)), 1e-6);
        }
    }

    // 10 a day; ordered now, there in 3 days, fresh for 14 of which buyers want 4: the days 3 to 12, less what outlasts day 3.
    [Theory]
    [InlineData(0, 100)]
    [InlineData(30, 100)]
    [InlineData(50, 80)]
    [InlineData(500, 0)]
    public void Shelf_life_caps_what_may_be_added(double position, double expected) =>
        Assert.Equal(expected, CoverDays.ShelfLifeQuantity([.. Enumerable.Repeat(10f, 7)], position, 3, 14, 4), 1e-4);

    // As above; what comes before day 3 serves the days before, what comes later is there beside the order.
    [Theory]
    [InlineData(0, 1, 30, 90)]
    [InlineData(0, 3, 30, 70)]
    [InlineData(50, 2, 30, 50)]
    [InlineData(0, 3, 100, 0)]
    public void Shelf_life_counts_open_orders_by_their_days(double stock, int day, double units, double expected)
    {
        float[] forecast = [.. Enumerable.Repeat(10f, 7)];
        var position = CoverDays.PositionAtArrival(forecast, stock, [(day, units)], 3);

        Assert.Equal(expected, CoverDays.ShelfLifeQuantity(forecast, position, 3, 14, 4), 1e-4);
    }
}
