namespace Composerp.Forecasting.DemandHistory;

/// <summary>A quarter of an hour of a series.</summary>
internal readonly record struct StockKey(DemandKey Day, short Slot) : IComparable<StockKey>
{
    public int CompareTo(StockKey other) => Day.CompareTo(other.Day) is var day and not 0 ? day : Slot.CompareTo(other.Slot);
}

/// <summary>Opening balances of a series: what there was at the place of the log where reading began.</summary>
internal sealed record OpenedStock(long Quantity, DateOnly Day);

/// <summary>What a batch of the ledger's events changes about free stock, and about the times of the day at which is sold.</summary>
internal sealed class StockBatch
{
    /// <summary>In ten-thousandths of a unit.</summary>
    public Dictionary<StockKey, long> Changes { get; } = [];

    /// <summary>The days of the keys mean nothing.</summary>
    public Dictionary<DemandKey, OpenedStock> Openings { get; } = [];

    /// <summary>Sales per quarter of an hour.</summary>
    public Dictionary<(int Shard, string Location, short Slot), long> Sales { get; } = [];

    private readonly HashSet<DemandKey> _moved = [];

    public void Change(DemandKey day, short slot, long parts)
    {
        Changes[new(day, slot)] = Changes.GetValueOrDefault(new(day, slot)) + parts;
        _moved.Add(day with { Day = default });
    }

    /// <summary>What is stated of a series that has moved is known already.</summary>
    public void Open(DemandKey day, long parts)
    {
        var series = day with { Day = default };

        if (!_moved.Contains(series))
        {
            Openings[series] = new((Openings.GetValueOrDefault(series)?.Quantity ?? 0) + parts, day.Day);
        }
    }

    public void Sell(int shard, string location, short slot) =>
        Sales[(shard, location, slot)] = Sales.GetValueOrDefault((shard, location, slot)) + 1;
}
