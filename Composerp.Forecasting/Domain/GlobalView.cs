using Composerp.Forecasting.Numerics.Global;

namespace Composerp.Forecasting.Domain;

/// <summary>A series as the global model sees it: days of promotions and events with what they sold, and what is planned.</summary>
/// <remarks>
/// Local models see base demand, which days of promotions and events are no part of. The global one has learned what such
/// days do, so its forecasts of them are divided by what the plan will multiply them with. Where people said what a planned
/// day will do, it is not told of the plan at all, and their word counts.
/// </remarks>
/// <param name="Effects">For each day of the horizon what of its planned factor is in the model's forecast already, above 0.</param>
public sealed record GlobalView(GlobalSeries Series, double[] Effects)
{
    private const DayFlags Learned = DayFlags.Promotion | DayFlags.Event;

    private const DayFlags Untold = DayFlags.StockOut | DayFlags.Closed | DayFlags.Outlier;

    /// <param name="marks">Of the series itself.</param>
    public static GlobalView Of(
        PreparedHistory history, IReadOnlyList<MarkedDays> marks, ItemTraits item, GlobalVocabulary vocabulary)
    {
        var (days, horizon) = (history.Values.Length, history.Planned.Factors.Length);
        var isTold = new bool[horizon];
        var promotions = new double[days + horizon];
        var events = new int[days + horizon];
        var first = history.FirstDay.DayNumber;

        foreach (var mark in marks.Where(mark => mark.Uplift is not null))
        {
            foreach (var day in DaysOf(mark, first + days, horizon))
            {
                isTold[day] = true;
            }
        }

        for (var day = 0; day < promotions.Length; day++)
        {
            var flags = day < days ? history.Flags[day] : isTold[day - days] ? DayFlags.None : history.Planned.Flags[day - days];
            promotions[day] = flags.HasFlag(DayFlags.Promotion) ? 1 : 0;
        }

        foreach (var mark in marks.Where(mark => mark.Kind == MarkKind.Event))
        {
            foreach (var day in DaysOf(mark, first, events.Length).Where(day => day < days || !isTold[day - days]))
            {
                events[day] = Math.Max(events[day], vocabulary.EventOf(mark.Reason));
            }
        }

        var series = new GlobalSeries(
            [.. history.Values.Select((value, day) => DemandOf(history, value, day))],
            first,
            vocabulary.CategoryOf(item.Category),
            vocabulary.PlaceOf(history.Location))
        {
            Promotions = promotions,
            Events = events,
            Prices = item.Price > 0 ? [.. Enumerable.Repeat(item.Price, days + horizon)] : [],
        };

        return new(series, [.. history.Planned.Factors.Select((factor, ahead) => EffectOf(history.Planned, ahead, factor, isTold))]);
    }

    private static double DemandOf(PreparedHistory history, double value, int day) =>
        double.IsNaN(value) && (history.Flags[day] & Learned) != 0 && (history.Flags[day] & Untold) == 0
            ? Math.Max(0, history.Sold[day])
            : value;

    private static double EffectOf(PlannedDays planned, int ahead, double factor, bool[] isTold) =>
        factor > 0 && !isTold[ahead] && (planned.Flags[ahead] & Learned) != 0 ? factor : 1;

    /// <summary>Those of so many days from a first one on, counted from it.</summary>
    private static IEnumerable<int> DaysOf(MarkedDays mark, int first, int count)
    {
        var last = Math.Min(count - 1, mark.LastDay.DayNumber - first);

        for (var day = Math.Max(0, mark.FirstDay.DayNumber - first); day <= last; day++)
        {
            yield return day;
        }
    }
}
