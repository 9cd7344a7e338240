using Composerp.Contracts;
using Composerp.Forecasting.Domain;
using Composerp.ServiceDefaults.EventLog;

namespace Composerp.Forecasting.DemandHistory;

/// <summary>A day of a series.</summary>
internal readonly record struct DemandKey(int Shard, string Location, string Sku, DateOnly Day) : IComparable<DemandKey>
{
    /// <summary>The order of the table's key.</summary>
    public int CompareTo(DemandKey other) =>
        Shard != other.Shard ? Shard.CompareTo(other.Shard)
        : string.CompareOrdinal(Location, other.Location) is var location and not 0 ? location
        : string.CompareOrdinal(Sku, other.Sku) is var sku and not 0 ? sku
        : Day.CompareTo(other.Day);
}

/// <summary>What a batch of the ledger's events changes, added up in memory so that each row is written once.</summary>
/// <param name="clocks">Of the locations known before the batch, by code.</param>
/// <param name="knownSales">Days of sales before the batch, which it refers to.</param>
internal sealed class DemandBatch(
    IReadOnlyDictionary<string, LocationClock> clocks, IReadOnlyDictionary<SaleDocument, DateOnly> knownSales)
{
    private readonly Dictionary<string, LocationClock> _clocks = new(clocks);

    public Dictionary<string, ItemChangedV1> Items { get; } = [];

    public Dictionary<string, LocationChangedV1> Locations { get; } = [];

    /// <summary>Net demand in ten-thousandths of a unit.</summary>
    public Dictionary<DemandKey, long> Demand { get; } = [];

    public StockBatch Stock { get; } = new();

    public SaleDays SaleDays { get; } = new(knownSales);

    public void Add(ItemChangedV1 item) => Items[item.Sku] = item;

    /// <exception cref="EventRefusedException">The time zone is not known here.</exception>
    public void Add(LocationChangedV1 location)
    {
        _clocks[location.Code] = LocationClock.Of(location.Code, location.TimeZone, location.GoLive);
        Locations[location.Code] = location;
    }

    /// <summary>What customers got is demand, whatever the movement is called; what they brought back lowers it.</summary>
    /// <remarks>
    /// So the correction that keeps a later count right, which is between the shelf and the adjustment, is none; but it
    /// moves stock, as everything does that comes to the shelf or leaves it.
    /// </remarks>
    /// <exception cref="EventRefusedException">A line cannot be counted.</exception>
    public void Add(int shard, MovementPostedV1 movement)
    {
        foreach (var line in movement.Lines)
        {
            if (line.Account == Accounts.Customer)
            {
                AddDemand(shard, movement, line);
            }
            else if (line.Account == Accounts.OnHand && line.Quantity != 0)
            {
                var instant = line.OccurredAt ?? movement.OccurredAt;
                var clock = ClockOf(line.Location);

                Stock.Change(KeyOf(shard, line.Location, line.Sku, clock.DayOf(instant)), clock.SlotOf(instant), PartsOf(line.Quantity));
            }
        }
    }

    /// <summary>Days seen to sell nothing are days of the series, with no demand.</summary>
    public void Add(int shard, DemandObservedV1 observed)
    {
        foreach (var zero in observed.Zeros)
        {
            Add(KeyOf(shard, observed.Location, zero.Sku, zero.Date), 0);
        }
    }

    /// <summary>Where reading begins behind archived movements, the stock that they left.</summary>
    /// <param name="statedAt">When: what was before is not known.</param>
    public void Add(int shard, OpeningBalancesStatedV1 opening, DateTimeOffset statedAt)
    {
        foreach (var balance in opening.Balances.Where(balance => balance.Account == Accounts.OnHand))
        {
            Stock.Open(
                KeyOf(shard, balance.Location, balance.Sku, ClockOf(balance.Location).DayOf(statedAt)), PartsOf(balance.Balance));
        }
    }

    private void AddDemand(int shard, MovementPostedV1 movement, MovementLineV1 line)
    {
        var instant = line.OccurredAt ?? movement.OccurredAt;
        var clock = ClockOf(line.Location);
        var ownDay = clock.DayOf(instant);
        var day = SaleDays.DayOf(shard, line.Location, movement, ownDay);

        Add(KeyOf(shard, line.Location, line.Sku, day), PartsOf(line.Quantity));
        SaleDays.Remember(shard, line.Location, movement, day);

        // History comes by the day, as if all had been sold at noon.
        if (movement.Kind == MovementKinds.Sale && line.Quantity > 0 && clock.IsLive(ownDay))
        {
            Stock.Sell(shard, line.Location, clock.SlotOf(instant));
        }
    }

    private void Add(DemandKey key, long parts) => Demand[key] = Demand.GetValueOrDefault(key) + parts;

    private static DemandKey KeyOf(int shard, string location, string sku, DateOnly day) =>
        // PostgreSQL reads the ends of the calendar as infinity, which no series reaches.
        day == DateOnly.MinValue || day == DateOnly.MaxValue
            ? throw new EventRefusedException($"{location} {sku}: {day:yyyy-MM-dd} is no business day.")
            : new(shard, location, sku, day);

    private LocationClock ClockOf(string location) =>
        _clocks.TryGetValue(location, out var clock)
            ? clock
            : throw new EventRefusedException($"Location {location} is not known, so its business days are not either.");

    private static long PartsOf(decimal quantity) =>
        DemandQuantity.FindParts(quantity)
        ?? throw new EventRefusedException($"Quantity {quantity} has more than four decimals, or is too large.");
}
