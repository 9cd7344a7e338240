using Composerp.Forecasting.Numerics;
using Composerp.Forecasting.Numerics.ColdStart;

namespace Composerp.Forecasting.Tests.Numerics.ColdStart;

public sealed class SimilarItemsTests
{
    // 1 January of the year 1 was a Monday.
    private const int Monday = 0;

    [Fact]
    public void A_new_item_is_expected_to_sell_as_those_of_its_category_and_price_did()
    {
        var similar = new SimilarItems();

        for (var item = 0; item < 18; item++)
        {
            // Cheap ones sell 6 a day, dear ones 1; those of another category 50.
            similar.Add(1, 1 + item, [.. Enumerable.Repeat(item < 6 ? 6.0 : item < 12 ? 3 : 1, 91)], Monday);
            similar.Add(2, 1 + item, [.. Enumerable.Repeat(50.0, 91)], Monday);
        }

        Assert.Equal((6, 6), (similar.Of(1, 2.5).Means[0], similar.Of(1, 2.5).Items));
        Assert.Equal((1, 6), (similar.Of(1, 99).Means[0], similar.Of(1, 99).Items));
        Assert.Equal((50, 6), (similar.Of(2, 8).Means[0], similar.Of(2, 8).Items));

        // Where the price is not known the category answers, and where that is not known all.
        Assert.Equal(10 / 3.0, similar.Of(1, double.NaN).Means[0], 1e-12);
        Assert.Equal(((10 / 3.0) + 50) / 2, similar.Of(3, 5).Means[0], 1e-12);
        Assert.Equal(36, similar.Of(3, 5).Items);
    }

    [Fact]
    public void Weeks_since_the_launch_and_weekdays_are_told_apart()
    {
        var similar = new SimilarItems();

        for (var item = 0; item < 5; item++)
        {
            // 8 a day in the first week, 4 in later ones; on Sundays twice that.
            similar.Add(1, 5, [.. Enumerable.Range(0, 28).Select(day => (day < 7 ? 8.0 : 4) * (day % 7 == 6 ? 2 : 1))], Monday);
        }

        var expected = similar.Of(1, 5);
        var forecast = new double[7];
        NewItem.Mix(forecast, [], Monday, expected);

        Assert.Equal([64 / 7.0, 32 / 7.0, 32 / 7.0, 32 / 7.0], expected.Means, (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal(2, expected.WeekdayFactors[0] / expected.WeekdayFactors[3], 1e-9);
        Assert.Equal(2, forecast[6] / forecast[2], 1e-9);
    }

    // Item k sells k and k + 2 on alternate days: its mean is k + 1, the variance of its days v; the variance of the means is that of 1 to 6.
    [Fact]
    public void How_days_vary_and_how_items_differ_is_told_apart()
    {
        var similar = new SimilarItems();

        for (var item = 0; item < 6; item++)
        {
            similar.Add(1, 5, [.. Enumerable.Range(0, 28).Select(day => item + (2.0 * (day % 2)))], Monday);
        }

        var (within, between) = (VarianceOf([.. Enumerable.Range(0, 28).Select(day => 2.0 * (day % 2))]), VarianceOf([1, 2, 3, 4, 5, 6]));
        var expected = similar.Of(1, 5);

        Assert.Equal(within / 3.5, expected.Dispersion, 1e-12);
        Assert.Equal(between - (within / 28), expected.Spread, 1e-12);
    }

    [Fact]
    public void The_day_of_the_launch_says_nothing_of_its_weekday_nor_the_months_after_of_the_beginning()
    {
        var similar = new SimilarItems();

        for (var item = 0; item < 6; item++)
        {
            similar.Add(1, 5, [100, .. Enumerable.Repeat(2.0, 199)], Monday);
        }

        var expected = similar.Of(1, 5);

        Assert.Equal(Enumerable.Repeat(1.0, 7), expected.WeekdayFactors);
        Assert.Equal(SimilarItems.Weeks, expected.Means.Length);
        Assert.Equal((112 / 7.0, 2), (NewItem.Expected(0, 0, Monday, expected), NewItem.Expected(7, 0, Monday, expected)));
    }

    [Fact]
    public void Few_of_a_price_are_taken_with_their_category_and_what_is_added_later_counts()
    {
        var similar = new SimilarItems();

        for (var item = 0; item < 9; item++)
        {
            similar.Add(1, 1 + item, [.. Enumerable.Repeat(1.0 + item, 28)], Monday);
        }

        Assert.Equal((9, 5), (similar.Of(1, 1).Items, similar.Of(1, 1).Means[0]));

        similar.Add(1, 5, new double[6], Monday);
        Assert.Equal(9, similar.Of(1, 1).Items);

        similar.Add(1, 5, new double[7], Monday);
        Assert.Equal((10, 4.5), (similar.Of(1, 1).Items, similar.Of(1, 1).Means[0]));
    }

    // Credibility by hand: spread between items s, dispersion d, own mean and expected mean m: own share s / (s + d m / n), faded out over 56 days.
    [Fact]
    public void Own_sales_count_the_more_the_more_of_them_there_are()
    {
        var expected = new Expectation([2], [1, 1, 1, 1, 1, 1, 1], Dispersion: 1.5, Spread: 4, Items: 9);
        var own = 1.5 * ((3 + 2) / 2.0) / 7;

        Assert.Equal(0, NewItem.OwnShare([], expected));
        Assert.Equal(1 - (own / (4 + own) * (1 - (7 / 56.0))), NewItem.OwnShare([3, 3, 3, 3, 3, 3, 3], expected), 1e-12);
        Assert.Equal(1, NewItem.OwnShare(new double[56], expected));
        Assert.Equal(1, NewItem.OwnShare([], expected with { Items = 0 }));
        Assert.InRange(NewItem.OwnShare([3], expected with { Spread = 0 }), 0, 0.02);
    }

    [Fact]
    public void Without_items_to_compare_with_forecasts_stay()
    {
        double[] forecast = [3, 4];

        NewItem.Mix(forecast, [1, 2], 5, new SimilarItems().Of(1, 9.9));

        Assert.Equal([3, 4], forecast);
    }

    private static double VarianceOf(double[] values)
    {
        var moments = default(Moments);

        foreach (var value in values)
        {
            moments.Add(value);
        }

        return moments.Variance;
    }

    [Fact]
    public void Items_that_never_sell_again_make_nothing_odd()
    {
        var similar = new SimilarItems();

        for (var item = 0; item < 6; item++)
        {
            similar.Add(1, 2, new double[30], Monday);
        }

        double[] forecast = [3, 4];
        NewItem.Mix(forecast, [3], 5, similar.Of(1, 2));

        Assert.All(forecast, value => Assert.InRange(value, 0, 4));
    }
}
