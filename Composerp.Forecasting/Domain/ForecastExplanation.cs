using Composerp.Forecasting.Numerics;
using Composerp.Forecasting.Numerics.Backtests;
using Composerp.Forecasting.Numerics.Combination;
using Composerp.Forecasting.Numerics.Intermittent;

namespace Composerp.Forecasting.Domain;

/// <summary>One model that competed for a series.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Weight">Its share in the forecast, 0 to 1; 0 where it was too bad, or the others are better without it.</param>
/// <param name="MeanAbsoluteError">Over the backtest, units per day; null where the history is too short for one.</param>
/// <param name="RootMeanSquaredError">Over the backtest, units.</param>
/// <param name="Bias">Forecast less demand over the backtest, units per day.</param>
public sealed record CandidateModel(
    string Model, double Weight, double? MeanAbsoluteError, double? RootMeanSquaredError, double? Bias);

/// <summary>What a forecast is made of.</summary>
/// <param name="Level">Mean of its first week, or of all days where it is shorter; units per day.</param>
/// <param name="TrendPerWeek">By how much the mean changes from week to week, units per day; 0 in less than two weeks.</param>
/// <param name="Weekdays">Mean of each weekday relative to all days, Monday first; null in less than a week and where nothing is forecast.</param>
public sealed record ForecastComponents(double Level, double TrendPerWeek, IReadOnlyList<double>? Weekdays);

/// <summary>Why a series is forecast as it is.</summary>
/// <param name="DemandClass">smooth, erratic, intermittent, lumpy, or none where nothing was ever sold.</param>
/// <param name="DemandInterval">Days for each one with demand; null where there is none.</param>
/// <param name="SizeVariation">Squared coefficient of variation of the demand of days that have some.</param>
/// <param name="Candidates">The models that competed, the one that counts most first.</param>
public sealed record ForecastExplanation(
    Forecast Forecast,
    string DemandClass,
    double? DemandInterval,
    double SizeVariation,
    IReadOnlyList<CandidateModel> Candidates,
    ForecastComponents Components)
{
    private const int Week = 7;

    /// <param name="demand">As <see cref="Forecast.Of"/> takes it.</param>
    /// <param name="origin">The day of the last value.</param>
    /// <param name="member">The global model, where there is one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range, or the horizon below 1.</exception>
    public static ForecastExplanation Of(
        ReadOnlySpan<double> demand, DateOnly origin, int horizonDays, Forecast forecast, GlobalMember? member = null)
    {
        var known = new double[Math.Max(1, demand.Length)];
        Gaps.Fill(demand, Week, known);
        var pattern = DemandPattern.Of(known);

        return new(
            forecast,
            NameOf(pattern.Class),
            double.IsFinite(pattern.Interval) ? pattern.Interval : null,
            pattern.SquaredVariation,
            CandidatesOf(demand, known, horizonDays, forecast, member),
            ComponentsOf(forecast.Mean, origin));
    }

    /// <summary>Level, trend and weekdays of means, the first of which is the day after the origin.</summary>
    public static ForecastComponents ComponentsOf(IReadOnlyList<double> mean, DateOnly origin)
    {
        var weeks = mean.Count / Week;
        var level = mean.Take(Week).Average();
        var trend = weeks > 1 ? (mean.Skip((weeks - 1) * Week).Take(Week).Average() - level) / (weeks - 1) : 0;
        var total = weeks > 0 ? mean.Take(weeks * Week).Average() : 0;

        if (total <= 0)
        {
            return new(level, trend, null);
        }

        var weekdays = new double[Week];

        for (var day = 0; day < weeks * Week; day++)
        {
            // Monday is 1 and Sunday is 0 there.
            var weekday = ((int)origin.AddDays(day + 1).DayOfWeek + Week - 1) % Week;
            weekdays[weekday] += mean[day] / weeks / total;
        }

        return new(level, trend, weekdays);
    }

    private static List<CandidateModel> CandidatesOf(
        ReadOnlySpan<double> demand, double[] known, int horizonDays, Forecast forecast, GlobalMember? member)
    {
        var origins = RollingOrigins.For(known.Length, horizonDays, Week);
        var candidates = new List<CandidateModel>();
        var ownShare = 1 - forecast.PeerShare;

        foreach (var model in LocalModels.For(known))
        {
            var errors = new List<double>();

            for (var origin = 0; origin < origins.Count; origin++)
            {
                var fitLength = origins.FitLength(known.Length, origin);
                var tested = MemberForecast.Of(model, known.AsSpan(0, fitLength), Forecast.Seasons, origins.Window);
                errors.AddRange(tested.Mean.Select((mean, ahead) => mean - known[fitLength + ahead]));
            }

            var weight = forecast.Models.Where(local => local.Model == model).Sum(local => local.Weight);
            candidates.Add(CandidateOf(ForecastModels.NameOf(model), ownShare * (1 - forecast.GlobalShare) * weight, errors));
        }

        if (member is not null)
        {
            var local = LocalForecast.Of(known, Forecast.Seasons, horizonDays);
            candidates.Add(CandidateOf(ForecastModels.Global, ownShare * forecast.GlobalShare, [.. member.BacktestErrors(local, known, demand)]));
        }

        if (forecast.PeerShare > 0)
        {
            candidates.Add(CandidateOf(ForecastModels.SimilarItems, forecast.PeerShare, []));
        }

        return [.. candidates.OrderByDescending(candidate => candidate.Weight).ThenBy(candidate => candidate.RootMeanSquaredError)];
    }

    private static CandidateModel CandidateOf(string name, double weight, List<double> errors) => new(
        name,
        weight,
        errors.Count > 0 ? errors.Average(Math.Abs) : null,
        errors.Count > 0 ? Math.Sqrt(errors.Average(error => error * error)) : null,
        errors.Count > 0 ? errors.Average() : null);

    private static string NameOf(DemandClass demandClass) => demandClass switch
    {
        Numerics.Intermittent.DemandClass.Smooth => "smooth",
        Numerics.Intermittent.DemandClass.Erratic => "erratic",
        Numerics.Intermittent.DemandClass.Intermittent => "intermittent",
        Numerics.Intermittent.DemandClass.Lumpy => "lumpy",
        _ => "none",
    };
}
