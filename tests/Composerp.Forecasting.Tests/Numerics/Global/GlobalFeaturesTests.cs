using Composerp.Forecasting.Numerics.Global;

namespace Composerp.Forecasting.Tests.Numerics.Global;

public sealed class GlobalFeaturesTests
{
    /// <summary>A Monday, 1 January 2024.</summary>
    private static readonly int _firstDay = new DateOnly(2024, 1, 1).DayNumber;

    [Fact]
    public void Means_lags_and_the_calendar_are_those_of_their_days()
    {
        // On day t it sells t; the origin is Friday, 26 April, three days before the target, which is a Monday.
        var series = new GlobalSeries([.. Enumerable.Range(0, 140).Select(day => (double)day)], _firstDay, 4, 2)
        {
            Events = [.. Enumerable.Range(0, 140).Select(day => day == 121 ? 9 : 0)],
            Prices = [.. Enumerable.Range(0, 140).Select(day => day < 118 ? 2.0 : 1)],
            Promotions = [.. Enumerable.Range(0, 140).Select(day => day is 116 or 119 ? 1.0 : 0)],
        };
        var row = new float[GlobalFeatures.Names.Count];
        var expected = new GlobalFeatures(series).Write(116, 3, row);
        var level = Math.Exp(Value("level"));

        Assert.Equal(3, Value("days ahead"));
        Assert.Equal(113, Value("mean of a week") * level, 0.01);
        Assert.Equal(102.5, Value("mean of four weeks") * level, 0.01);
        Assert.Equal(116, Value("last day") * level, 0.01);
        Assert.Equal(112, Value("same weekday") * expected, 0.01);
        Assert.Equal((112 + 105 + 98 + 91) / 4.0, Value("same weekday of four weeks") * expected, 0.01);
        Assert.Equal(level * Value("factor of the weekday"), expected, 0.01);
        Assert.Equal((int)DayOfWeek.Monday, Value("weekday"));
        Assert.Equal(29, Value("day of the month"));
        Assert.Equal(120, Value("day of the year"));
        Assert.Equal((0, 2), (Value("event"), Value("days to an event")));
        Assert.Equal(0.5, Value("price to the newest"), 1e-6);
        Assert.Equal(1, Value("promotion"));
        Assert.Equal(1 / 28.0, Value("promotions of four weeks"), 1e-6);
        Assert.Equal((4, 2), (Value("category"), Value("place")));
        Assert.True(double.IsNaN(Value("same day a year ago")));

        double Value(string name) => row[GlobalFeatures.Names.ToList().IndexOf(name)];
    }

    // The level by its recursion, with the plain mean as long as that weighs a value more.
    [Fact]
    public void The_level_is_smoothed_and_unknown_days_are_passed_over()
    {
        double[] demand = [4, double.NaN, 8, 0, 0, 2, double.NaN];
        double[] known = [4, 8, 0, 0, 2];
        double level = 0;

        for (var i = 0; i < known.Length; i++)
        {
            level += Math.Max(0.05, 1.0 / (i + 1)) * (known[i] - level);
        }

        var row = new float[GlobalFeatures.Names.Count];
        new GlobalFeatures(new(demand, _firstDay)).Write(6, 1, row);

        Assert.Equal(Math.Log(level), row[1], 1e-6);
        Assert.Equal(3.0 / 5, 1 - row[GlobalFeatures.Names.ToList().IndexOf("days without sale of four weeks")], 1e-6);
        Assert.Equal(1, row[GlobalFeatures.Names.ToList().IndexOf("days since a sale")]);
    }

    [Fact]
    public void What_never_sold_has_no_base() =>
        Assert.Equal(0, new GlobalFeatures(new(new double[50], _firstDay)).Write(49, 1, new float[GlobalFeatures.Names.Count]));

    [Fact]
    public void Features_have_names_and_those_that_are_no_amounts_are_marked()
    {
        Assert.Equal(31, GlobalFeatures.Names.Count);
        Assert.Equal(["event", "event the day before", "category", "place"], GlobalFeatures.Categorical.Select(at => GlobalFeatures.Names[at]));
    }
}
