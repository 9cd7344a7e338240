using Composerp.Forecasting.Numerics.Combination;
using Composerp.Forecasting.Numerics.Global;
using Composerp.Forecasting.Numerics.Intermittent;

namespace Composerp.Forecasting.Domain;

/// <summary>The global model as a member of the forecast of one series.</summary>
/// <param name="earlier">The same kind of model, which saw only what was before the oldest origin of the backtests.</param>
/// <param name="shares">Of the global model by <see cref="DemandClass"/>, 0 to 1.</param>
public sealed class GlobalMember(GlobalModel model, GlobalModel earlier, IReadOnlyList<double> shares, GlobalView view)
{
    /// <summary>Whether a history is as long as those that the model learned from.</summary>
    /// <param name="demand">Units per day.</param>
    public static bool Knows(ReadOnlySpan<double> demand) => demand.Length >= GlobalSample.HistoryMin;

    /// <summary>What the model made of a day, before its planned effects are taken out.</summary>
    /// <param name="ahead">Days after the history, at least 1.</param>
    public GlobalExplanation Explain(int ahead) => model.Explain(view.Series, view.Series.Demand.Length, ahead);

    /// <summary>The errors over the backtests of the global model alone: forecast less demand, units.</summary>
    internal IEnumerable<double> BacktestErrors(LocalForecast local, double[] known, ReadOnlySpan<double> demand)
    {
        var means = BacktestOf(earlier, view, local, demand);

        return from origin in local.Backtest.Index()
               from ahead in Enumerable.Range(0, origin.Item.Forecast.Mean.Length)
               select means[origin.Index][ahead] - known[origin.Item.FitLength + ahead];
    }

    /// <summary>Its means from each origin of a backtest.</summary>
    /// <remarks>A day whose demand is not known speaks for no member, so the local mean stands there.</remarks>
    /// <param name="demand">Units of base demand per day, NaN where unknown.</param>
    internal static List<double[]> BacktestOf(GlobalModel earlier, GlobalView view, LocalForecast local, ReadOnlySpan<double> demand)
    {
        var tested = new List<double[]>(local.Backtest.Count);

        foreach (var (fitLength, forecast) in local.Backtest)
        {
            var means = earlier.Forecast(view.Series, fitLength, forecast.Mean.Length);

            for (var ahead = 0; ahead < means.Length; ahead++)
            {
                means[ahead] = double.IsNaN(demand[fitLength + ahead]) ? forecast.Mean[ahead] : means[ahead];
            }

            tested.Add(means);
        }

        return tested;
    }

    /// <summary>A local forecast with this member in it; the same one where its share is none.</summary>
    /// <param name="known">The demand with its gaps filled.</param>
    internal LocalForecast AddTo(LocalForecast local, ReadOnlySpan<double> demand, ReadOnlySpan<double> known, int horizonDays)
    {
        var share = Knows(demand) ? shares[(int)DemandPattern.Of(known).Class] : 0;

        if (share == 0)
        {
            return local;
        }

        var means = model.Forecast(view.Series, demand.Length, horizonDays);

        for (var ahead = 0; ahead < horizonDays; ahead++)
        {
            means[ahead] /= view.Effects[ahead];
        }

        return local.With(means, BacktestOf(earlier, view, local, demand), share);
    }
}
