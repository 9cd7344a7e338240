namespace Composerp.Forecasting.Domain;

/// <summary>The demand of one item at one location as models see it, and what is special about its days.</summary>
/// <remarks>
/// Values are base demand: days of promotions and events, outliers, days on which the location was closed and days without
/// goods are unknown, so that no model takes them for ordinary ones. What a weekday has on every week is ordinary. What is planned for the days after the history stands
/// in <see cref="Planned"/>, and the forecast of base demand is multiplied by it.
/// </remarks>
/// <param name="FirstDay">The day of the first value; the last is that of the origin.</param>
/// <param name="Values">Units per day, oldest first, at least one, each >= 0 or NaN where unknown.</param>
/// <param name="Sold">Units per day as recorded, returns netted.</param>
/// <param name="EmptyShares">The part of each day's demand that met an empty shelf, 0 to 1.</param>
/// <param name="Flags">For each day.</param>
/// <param name="Effects">What promotions and events of the past did.</param>
/// <param name="Planned">The days after the history.</param>
public sealed record PreparedHistory(
    string Location,
    string Sku,
    DateOnly FirstDay,
    double[] Values,
    double[] Sold,
    double[] EmptyShares,
    DayFlags[] Flags,
    IReadOnlyList<DayEffect> Effects,
    PlannedDays Planned)
{
    private const DayFlags NotOrdinary = DayFlags.Outlier | DayFlags.Promotion | DayFlags.Event;

    /// <param name="origin">The last day of the history.</param>
    /// <param name="historyDays">Days up to the origin that count, at least 1.</param>
    /// <param name="horizonDays">Days after the origin that are planned.</param>
    public static PreparedHistory Of(RecordedHistory recorded, DateOnly origin, int historyDays, int horizonDays)
    {
        var days = SeriesDays.Of(recorded, origin, historyDays);
        var usual = new UsualEffects(days.Flags, days.Demand);
        var values = BaseOf(days, usual);
        var effects = EffectsOf(recorded, days, usual);

        return new(
            recorded.Location,
            recorded.Sku,
            days.FirstDay,
            values,
            days.Sold,
            days.EmptyShares,
            days.Flags,
            effects,
            PlannedDays.Of(recorded, days.HasOwnSales, effects, usual, origin.AddDays(1), horizonDays));
    }

    // Where nothing else is known, even days that are not ordinary tell more than nothing.
    private static double[] BaseOf(SeriesDays days, UsualEffects usual)
    {
        double[] values =
        [
            .. days.Demand.Select((value, day) => (days.Flags[day] & NotOrdinary) == 0 || usual.IsUsual(day) ? value : double.NaN),
        ];

        return Array.TrueForAll(values, double.IsNaN) ? days.Demand : values;
    }

    // In the order in which the marks were read.
    private static DayEffect[] EffectsOf(RecordedHistory recorded, SeriesDays days, UsualEffects usual)
    {
        double[] ordinary = [.. days.Demand.Zip(days.Flags, (value, flags) => (flags & NotOrdinary) == 0 ? value : double.NaN)];

        return
        [
            .. from mark in MarksOfLine(recorded)
               where mark.Kind is MarkKind.Promotion or MarkKind.Event
               group mark by (mark.Kind, mark.EffectName) into alike
               select DayEffect.Measure(
                   alike.Key.Kind,
                   alike.Key.EffectName,
                   days.Demand,
                   ordinary,
                   [.. alike.SelectMany(days.OnlyMarkedBy).Where(day => !usual.IsUsual(day)).Distinct().Order()]),
        ];
    }

    // What promotions did to the old item is what they will do to the new one.
    private static IEnumerable<MarkedDays> MarksOfLine(RecordedHistory recorded) =>
        recorded.Predecessor is { } old ? recorded.Marks.Concat(MarksOfLine(old.History)) : recorded.Marks;
}
