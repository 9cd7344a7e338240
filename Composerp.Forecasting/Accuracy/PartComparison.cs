using Composerp.Contracts;
using Composerp.Forecasting.DemandHistory;
using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.Accuracy;

/// <summary>Compares the days of one part: fills the errors of its series, their drift, and what came of adjustments.</summary>
internal sealed class PartComparison(
    IssuedPart part,
    DateOnly through,
    DemandAdjustments adjustments,
    HashSet<(SeriesKey Series, DateOnly Day)> stockOuts,
    Dictionary<(string Location, string Sku), SeriesDrift> drift,
    DriftLimits limits)
{
    private readonly double[] _quantiles = new double[part.Levels.Length];

    public Dictionary<Guid, AdjustmentValue> AdjustmentValues { get; } = [];

    public Dictionary<(string Location, string Sku), SeriesDrift> Drift { get; } = [];

    public List<ForecastDriftDetectedV1> Detected { get; } = [];

    public void Compare(IssuedSeries series)
    {
        var key = (series.Location, series.Sku);
        var changes = adjustments.Of(series.Location, series.Sku);
        var before = drift.GetValueOrDefault(key) ?? new(series.Location, series.Sku, default, DateOnly.MinValue, [], null);
        var state = before;

        for (var day = part.MeasuredThrough.AddDays(1); day <= through; day = day.AddDays(1))
        {
            if (stockOuts.Contains((new(series.Location, series.Sku), day)))
            {
                continue;
            }

            var ahead = day.DayNumber - part.Origin.DayNumber;
            var actual = series.Came.GetValueOrDefault(day);
            var mean = (double)series.Mean[ahead - 1];
            ReadQuantiles(series, ahead);
            series.Errors.Add(ahead, actual, mean, Adjusted(changes, day, mean, actual, part.IsNewestFor(day)), part.Levels, _quantiles);

            if (part.IsNewestFor(day) && day > state.LastDay)
            {
                state = state with { State = state.State.After(actual, mean, series.Sigma[ahead - 1], _quantiles[^1]), LastDay = day };
            }
        }

        if (state != before)
        {
            Drift[key] = Ring(state, series.Model);
        }
    }

    private double Adjusted(IReadOnlyList<DemandAdjustment> changes, DateOnly day, double mean, double actual, bool isNewest)
    {
        var changed = mean;

        foreach (var adjustment in changes)
        {
            if (adjustment.Covers(day) && adjustment.IsInEffect(day))
            {
                var without = changed;
                (changed, _) = adjustment.Change(changed);

                if (isNewest)
                {
                    var value = AdjustmentValues.GetValueOrDefault(adjustment.Id) ?? new(0, 0, 0, 0);
                    AdjustmentValues[adjustment.Id] = value.Plus(actual, without, changed);
                }
            }
        }

        return changed;
    }

    private SeriesDrift Ring(SeriesDrift state, string model)
    {
        var alarms = state.State.AlarmsOfSeries(limits, state.Alarms);

        foreach (var alarm in alarms.Where(alarm => !state.Alarms.Contains(alarm.Measure)))
        {
            Detected.Add(new(
                state.Location, alarm.Measure, alarm.Value, alarm.Limit, state.LastDay, state.State.Days, state.Sku, model));
        }

        return Ringing(state, alarms);
    }

    /// <summary>The state with its alarms, and since when the first of them rings.</summary>
    public static SeriesDrift Ringing(SeriesDrift state, IReadOnlyList<DriftAlarm> alarms) => state with
    {
        Alarms = [.. alarms.Select(alarm => alarm.Measure)],
        Since = alarms.Count == 0 ? null : state.Since ?? state.LastDay,
    };

    private void ReadQuantiles(IssuedSeries series, int ahead)
    {
        for (var level = 0; level < _quantiles.Length; level++)
        {
            _quantiles[level] = series.Quantiles[(level * series.Mean.Length) + ahead - 1];
        }
    }
}
