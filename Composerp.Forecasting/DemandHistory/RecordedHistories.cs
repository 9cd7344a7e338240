using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.DemandHistory;

/// <summary>Demand and stock of a series as the tables hold them.</summary>
internal sealed record RecordedDays(DateOnly[] Days, long[] Quantities, RecordedStock? Stock);

internal sealed record LiveLocation(DateOnly? LiveSince, SalesProfile Profile);

/// <param name="Location">null: every one.</param>
/// <param name="Sku">null: every one.</param>
internal sealed record StoredMark(string? Location, string? Sku, MarkedDays Days);

internal sealed record SupersededItem(string Sku, string Replaces, DateOnly From, double Factor);

/// <summary>Finds the marks of a series without looking at those of all others.</summary>
internal sealed class SeriesMarks(IEnumerable<StoredMark> marks)
{
    private readonly ILookup<string, StoredMark> _bySku = marks.ToLookup(mark => mark.Sku ?? "");

    public MarkedDays[] Of(SeriesKey key) =>
    [
        .. from mark in _bySku[""].Concat(_bySku[key.Sku])
           where mark.Location is null || mark.Location == key.Location
           select mark.Days,
    ];
}

internal sealed class SupersededItems(IReadOnlyList<SupersededItem> items)
{
    private readonly Dictionary<string, SupersededItem> _byNew = items.ToDictionary(item => item.Sku);
    private readonly ILookup<string, SupersededItem> _byOld = items.ToLookup(item => item.Replaces);

    public SupersededItem? FindOf(string sku) => _byNew.GetValueOrDefault(sku);

    /// <summary>The first day on which an item was, or will be, taken over.</summary>
    public DateOnly? FindReplacedFrom(string sku) => _byOld[sku].Select(item => (DateOnly?)item.From).Min();

    /// <summary>The same location's series of all items from which one takes over.</summary>
    public IEnumerable<SeriesKey> LineOf(SeriesKey key)
    {
        for (var item = FindOf(key.Sku); item is not null; item = FindOf(item.Replaces))
        {
            yield return key with { Sku = item.Replaces };
        }
    }
}

/// <summary>Puts together what was read of series.</summary>
internal sealed class RecordedHistories(
    IReadOnlyDictionary<SeriesKey, RecordedDays> days,
    IReadOnlyDictionary<string, LiveLocation> locations,
    SeriesMarks marks,
    SupersededItems supersessions)
{
    private static readonly LiveLocation Unknown = new(null, SalesProfile.Even);

    public RecordedHistory Of(SeriesKey key)
    {
        var (soldOn, quantities, stock) = days[key];
        var (liveSince, profile) = locations.GetValueOrDefault(key.Location, Unknown);

        return new(
            key.Location,
            key.Sku,
            soldOn,
            quantities,
            stock,
            liveSince,
            profile,
            marks.Of(key),
            supersessions.FindOf(key.Sku) is { } old ? new(Of(key with { Sku = old.Replaces }), old.From, old.Factor) : null,
            supersessions.FindReplacedFrom(key.Sku));
    }
}
