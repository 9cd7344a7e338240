using System.Diagnostics;

namespace Composerp.Forecasting.Domain;

/// <summary>The models that compete for a series. Of two equally good ones the first in this order is taken.</summary>
public enum ForecastModel
{
    /// <summary>A smoothed level times the factor of the weekday.</summary>
    WeekdaySmoothing,

    /// <summary>A smoothed level plus the offset of the weekday, for weekdays that do not grow with the level.</summary>
    AdditiveWeekdaySmoothing,

    /// <summary>The same weekday of the last week.</summary>
    SeasonalNaive,
}

public static class ForecastModels
{
    public static IReadOnlyList<ForecastModel> All { get; } = Enum.GetValues<ForecastModel>();

    /// <summary>The model's name in tables, events and answers.</summary>
    public static string NameOf(ForecastModel model) => model switch
    {
        ForecastModel.WeekdaySmoothing => "weekday-smoothing",
        ForecastModel.AdditiveWeekdaySmoothing => "additive-weekday-smoothing",
        ForecastModel.SeasonalNaive => "seasonal-naive",
        _ => throw new UnreachableException($"No name for {model}."),
    };
}
