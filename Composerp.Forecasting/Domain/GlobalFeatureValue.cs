using Composerp.Forecasting.Numerics.Global;

namespace Composerp.Forecasting.Domain;

/// <summary>A feature of the global model and its value, as people say them.</summary>
/// <param name="Unit">times: relative to the item's usual demand, unless the name says to what. Empty: the value is a word.</param>
/// <param name="Value">null where it is not known, or a word.</param>
/// <param name="Word">null where it is not known, or a number.</param>
public sealed record GlobalFeatureValue(string Name, string Unit, double? Value, string? Word)
{
    private const string UnitsADay = "units a day";
    private const string Times = "times";
    private const string Days = "days";
    private const string Share = "share";

    // In the order of the model's own names.
    private static readonly Dictionary<string, (string Name, string Unit)> _words = new()
    {
        ["days ahead"] = ("days ahead", Days),
        ["level"] = ("usual demand", UnitsADay),
        ["newest level"] = ("newest demand to usual", Times),
        ["mean of a week"] = ("mean of the last week to usual", Times),
        ["mean of four weeks"] = ("mean of the last four weeks to usual", Times),
        ["mean of a quarter"] = ("mean of the last quarter to usual", Times),
        ["mean of a year"] = ("mean of the last year to usual", Times),
        ["last day"] = ("last day to usual", Times),
        ["same weekday"] = ("last same weekday to usual", Times),
        ["same weekday of four weeks"] = ("last four same weekdays to usual", Times),
        ["factor of the weekday"] = ("weekday to all days", Times),
        ["season a year ago"] = ("week a year ago to the month before it", Times),
        ["same day a year ago"] = ("same day a year ago to usual", Times),
        ["spread of four weeks"] = ("standard deviation of the last four weeks to usual", Times),
        ["days without sale of four weeks"] = ("days without sale in the last four weeks", Share),
        ["days without sale of a year"] = ("days without sale in the last year", Share),
        ["days since a sale"] = ("days since the last sale", Days),
        ["age"] = ("age of the series, at most two years", Days),
        ["weekday"] = ("weekday", ""),
        ["day of the month"] = ("day of the month", "day, from 1"),
        ["day of the year"] = ("day of the year", "day, from 1"),
        ["event"] = ("event", ""),
        ["event the day before"] = ("event of the day before", ""),
        ["days to an event"] = ("days to the next event, at most ten", Days),
        ["price to its mean"] = ("price to its mean of the last quarter", Times),
        ["price to the newest"] = ("price to the newest", Times),
        ["price"] = ("unit cost", "money"),
        ["promotion"] = ("promotion", "share of the day"),
        ["promotions of four weeks"] = ("promoted days of the last four weeks", Share),
        ["category"] = ("category", ""),
        ["place"] = ("location", ""),
        [GlobalModel.AllSeries] = ("all series", ""),
    };

    /// <param name="feature">One of <see cref="GlobalModel.Features"/>, or <see cref="GlobalModel.AllSeries"/>.</param>
    /// <param name="value">As the model sees it; NaN where it is not known.</param>
    public static GlobalFeatureValue Of(string feature, double value, GlobalVocabulary vocabulary)
    {
        var (name, unit) = WordsOf(feature);

        if (double.IsNaN(value))
        {
            return new(name, unit, null, null);
        }

        return feature switch
        {
            "level" or "price" => new(name, unit, Math.Exp(value), null),
            "weekday" => new(name, unit, null, $"{(DayOfWeek)value}"),
            "category" => new(name, unit, null, WordOf(vocabulary.Categories, value)),
            "place" => new(name, unit, null, WordOf(vocabulary.Places, value)),
            "event" or "event the day before" => new(name, unit, null, value == 0 ? "none" : WordOf(vocabulary.Events, value - 1)),
            _ => new(name, unit, value, null),
        };
    }

    public static (string Name, string Unit) WordsOf(string feature) => _words[feature];

    private static string? WordOf(IReadOnlyList<string> words, double number) =>
        number >= 0 && number < words.Count ? words[(int)number] : null;
}
