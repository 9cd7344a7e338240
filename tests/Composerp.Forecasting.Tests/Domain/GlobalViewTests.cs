using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.Tests.Domain;

public sealed class GlobalViewTests
{
    private static readonly DateOnly _first = new(2026, 3, 1);

    private static readonly GlobalVocabulary _words = new(["dry", "fresh"], ["S001"], ["Easter", "Fair"]);

    private static readonly ItemTraits _fresh = new("fresh", 3);

    [Fact]
    public void A_promotion_of_the_past_is_told_with_what_it_sold_and_a_day_without_goods_is_unknown()
    {
        var view = GlobalView.Of(History(), [], _fresh, _words);

        Assert.Equal([5, double.NaN, 20, 5], view.Series.Demand);
        Assert.Equal([0, 0, 1, 0, 0, 1], view.Series.Promotions);
        Assert.Equal((1, 0, _first.DayNumber), (view.Series.Category, view.Series.Place, view.Series.FirstDay));
        Assert.All(view.Series.Prices, price => Assert.Equal(3, price));
        Assert.Equal(6, view.Series.Prices.Count);
    }

    [Fact]
    public void What_a_plan_will_multiply_is_taken_out_of_what_the_model_expects() =>
        Assert.Equal([1, 2], GlobalView.Of(History(), [], _fresh, _words).Effects);

    [Fact]
    public void Where_people_said_what_a_planned_day_does_the_model_is_not_told_of_it()
    {
        MarkedDays[] said = [new(MarkKind.Promotion, _first.AddDays(5), _first.AddDays(5), "week 10", Uplift: 2)];

        var view = GlobalView.Of(History(), said, _fresh, _words);

        Assert.Equal([0, 0, 1, 0, 0, 0], view.Series.Promotions);
        Assert.Equal([1, 1], view.Effects);
    }

    [Fact]
    public void Events_have_the_numbers_of_their_names_and_unknown_words_have_none()
    {
        MarkedDays[] marks =
        [
            new(MarkKind.Event, _first.AddDays(-3), _first, "Fair", null),
            new(MarkKind.Event, _first.AddDays(4), _first.AddDays(9), "Easter", null),
            new(MarkKind.Event, _first.AddDays(2), _first.AddDays(2), "Never seen", null),
        ];

        var view = GlobalView.Of(History(), marks, new("new", double.NaN), _words);

        Assert.Equal([2, 0, 0, 0, 1, 1], view.Series.Events);
        Assert.Equal(-1, view.Series.Category);
        Assert.Empty(view.Series.Prices);
    }

    /// <summary>Four days, the second without goods and the third promoted, and two planned, the second promoted.</summary>
    private static PreparedHistory History() => new(
        "S001", "MILK", _first, [5, double.NaN, double.NaN, 5], [5, 0, 20, 5], [0, 1, 0, 0],
        [DayFlags.None, DayFlags.StockOut, DayFlags.Promotion, DayFlags.None],
        [],
        new(_first.AddDays(4), [1, 2], [DayFlags.None, DayFlags.Promotion]));
}
