using System.Diagnostics;
using Composerp.Forecasting.Numerics.Combination;

namespace Composerp.Forecasting.Domain;

/// <summary>What models are called in tables, events and answers.</summary>
public static class ForecastModels
{
    /// <summary>The name of a forecast that several models made together.</summary>
    public const string Combination = "combination";

    /// <summary>The model that learned from all series, alone.</summary>
    public const string Global = "global-model";

    /// <summary>What similar items sold when they were as young, alone.</summary>
    public const string SimilarItems = "similar-items";

    public static IReadOnlyList<LocalModel> All { get; } = Enum.GetValues<LocalModel>();

    public static string NameOf(LocalModel model) => model switch
    {
        LocalModel.SeasonalNaive => "seasonal-naive",
        LocalModel.WindowAverage => "window-average",
        LocalModel.SeasonalFactor => "weekday-smoothing",
        LocalModel.SeasonalOffset => "additive-weekday-smoothing",
        LocalModel.ExponentialSmoothing => "exponential-smoothing",
        LocalModel.DynamicTheta => "dynamic-theta",
        LocalModel.LogarithmicTheta => "logarithmic-theta",
        LocalModel.OptimizedTheta => "optimized-theta",
        LocalModel.Arima => "arima",
        LocalModel.LogarithmicArima => "logarithmic-arima",
        LocalModel.Decomposition => "decomposition",
        LocalModel.SyntetosBoylan => "syntetos-boylan",
        LocalModel.TeunterSyntetosBabai => "teunter-syntetos-babai",
        LocalModel.MultipleAggregation => "multiple-aggregation",
        _ => throw new UnreachableException($"No name for {model}."),
    };
}
