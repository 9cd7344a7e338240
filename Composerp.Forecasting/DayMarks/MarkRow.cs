using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.DayMarks;

/// <summary>A mark as it is sent, in an array or as the row of a file.</summary>
/// <param name="Kind">"outlier", "promotion", "closure" or "event".</param>
/// <param name="From">The first business day.</param>
/// <param name="To">The last business day, included; by default the first.</param>
/// <param name="Reason">Why; of an event its name.</param>
/// <param name="Location">Left out: every location.</param>
/// <param name="Sku">Left out: every item. Never of a closure.</param>
/// <param name="Uplift">Of promotions and events: demand as a multiple of what it would be without; left out: as measured.</param>
internal sealed record MarkRow(
    string? Kind = null,
    DateOnly? From = null,
    DateOnly? To = null,
    string? Reason = null,
    string? Location = null,
    string? Sku = null,
    double? Uplift = null)
{
    private const int DaysMax = 3_660;

    private const double UpliftMax = 100;

    public DateOnly FirstDay => From ?? default;

    public DateOnly LastDay => To ?? FirstDay;

    /// <summary>A mark of the same key is the same mark, changed.</summary>
    internal (string?, string?, string?, DateOnly, DateOnly) Key => (Kind, Location, Sku, FirstDay, LastDay);

    /// <summary>The kinds as they are written.</summary>
    public static string KindOf(MarkKind kind) => kind switch
    {
        MarkKind.Outlier => "outlier",
        MarkKind.Promotion => "promotion",
        MarkKind.Closure => "closure",
        _ => "event",
    };

    public static bool IsKind(string? kind) => Enum.GetValues<MarkKind>().Any(known => KindOf(known) == kind);

    public IEnumerable<RowFault> Faults(int row)
    {
        RowFault?[] faults =
        [
            IsKind(Kind) ? null : new(row, "kind", "unknown-kind", "A kind is outlier, promotion, closure or event."),
            RowFault.OfDate(row, "from", From),
            To is null ? null : RowFault.OfDate(row, "to", To) ?? RangeFault(row),
            RowFault.OfText(row, "reason", Reason),
            Location is null ? null : RowFault.OfCode(row, "location", Location),
            Sku is null ? null : RowFault.OfCode(row, "sku", Sku) ?? ClosureFault(row),
            Uplift is null ? null : UpliftFault(row),
        ];

        return faults.OfType<RowFault>();
    }

    private RowFault? RangeFault(int row) => From is not { } first || (To >= first && LastDay.DayNumber - first.DayNumber < DaysMax)
        ? null
        : new(row, "to", "range-out-of-order", $"The last day is the first or one of the {DaysMax - 1} after it.");

    private RowFault? ClosureFault(int row) => Kind == KindOf(MarkKind.Closure)
        ? new(row, "sku", "closure-of-item", "A location is closed for all of its items: a closure names none.")
        : null;

    private RowFault? UpliftFault(int row)
    {
        if (Kind is not ("promotion" or "event"))
        {
            return new(row, "uplift", "uplift-without-effect", "Promotions and events have an uplift; outliers and closures have none.");
        }

        return Uplift is > 0 and <= UpliftMax
            ? null
            : new(row, "uplift", "uplift-out-of-range", $"An uplift is above 0 and at most {UpliftMax}: 1.5 is half as much again.");
    }
}
