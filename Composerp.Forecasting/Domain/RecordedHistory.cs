namespace Composerp.Forecasting.Domain;

/// <summary>All that is recorded of one item at one location; <see cref="PreparedHistory.Of"/> makes of it what models see.</summary>
/// <param name="Days">Days of demand up to the origin, ascending.</param>
/// <param name="Quantities">Net demand of those days in ten-thousandths of a unit; negative where more came back than was sold.</param>
/// <param name="Stock">null where the ledger never told of any.</param>
/// <param name="LiveSince">The location's go-live day; null: live from its first movement.</param>
/// <param name="Profile">Of the location.</param>
/// <param name="Marks">Those that concern the series, in the history and after it.</param>
/// <param name="Predecessor">The item whose history it takes over.</param>
/// <param name="ReplacedFrom">The first day on which another item has taken over from this one.</param>
public sealed record RecordedHistory(
    string Location,
    string Sku,
    DateOnly[] Days,
    long[] Quantities,
    RecordedStock? Stock,
    DateOnly? LiveSince,
    SalesProfile Profile,
    IReadOnlyList<MarkedDays> Marks,
    RecordedPredecessor? Predecessor,
    DateOnly? ReplacedFrom);

/// <param name="From">The first day that is the new item's own.</param>
/// <param name="Factor">Of the old item's demand so much becomes the new one's.</param>
public sealed record RecordedPredecessor(RecordedHistory History, DateOnly From, double Factor);
