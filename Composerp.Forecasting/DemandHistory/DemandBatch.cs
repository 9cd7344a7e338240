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
/// <param name="zones">Time zones of the locations known before the batch, by code.</param>
internal sealed class DemandBatch(IReadOnlyDictionary<string, TimeZoneInfo> zones)
{
    private readonly Dictionary<string, TimeZoneInfo> _zones = new(zones);

    public Dictionary<string, ItemChangedV1> Items { get; } = [];

    public Dictionary<string, LocationChangedV1> Locations { get; } = [];

    /// <summary>Net demand in ten-thousandths of a unit.</summary>
    public Dictionary<DemandKey, long> Demand { get; } = [];

    public void Add(ItemChangedV1 item) => Items[item.Sku] = item;

    /// <exception cref="EventRefusedException">The time zone is not known here.</exception>
    public void Add(LocationChangedV1 location)
    {
        _zones[location.Code] = ZoneOf(location.Code, location.TimeZone);
        Locations[location.Code] = location;
    }

    /// <summary>What customers got is demand, whatever the movement is called; what they brought back lowers it.</summary>
    /// <remarks>So the correction that keeps a later count right, which is between the shelf and the adjustment, is none.</remarks>
    /// <exception cref="EventRefusedException">A line cannot be counted.</exception>
    public void Add(int shard, MovementPostedV1 movement)
    {
        foreach (var line in movement.Lines)
        {
            if (line.Account == Accounts.Customer)
            {
                var day = BusinessDay.Of(line.OccurredAt ?? movement.OccurredAt, ZoneOf(line.Location));

                Add(new(shard, line.Location, line.Sku, day), PartsOf(line.Quantity));
            }
        }
    }

    /// <summary>Days seen to sell nothing are days of the series, with no demand.</summary>
    public void Add(int shard, DemandObservedV1 observed)
    {
        foreach (var zero in observed.Zeros)
        {
            Add(new(shard, observed.Location, zero.Sku, zero.Date), 0);
        }
    }

    /// <exception cref="EventRefusedException">This machine does not know the time zone.</exception>
    public static TimeZoneInfo ZoneOf(string location, string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new EventRefusedException($"Location {location}: there is no time zone {name}.");

    private void Add(DemandKey key, long parts)
    {
        // PostgreSQL reads the ends of the calendar as infinity, which no series reaches.
        if (key.Day == DateOnly.MinValue || key.Day == DateOnly.MaxValue)
        {
            throw new EventRefusedException($"{key.Location} {key.Sku}: {key.Day:yyyy-MM-dd} is no business day.");
        }

        Demand[key] = Demand.GetValueOrDefault(key) + parts;
    }

    private TimeZoneInfo ZoneOf(string location) =>
        _zones.TryGetValue(location, out var zone)
            ? zone
            : throw new EventRefusedException($"Location {location} is not known, so its business days are not either.");

    private static long PartsOf(decimal quantity) =>
        DemandQuantity.FindParts(quantity)
        ?? throw new EventRefusedException($"Quantity {quantity} has more than four decimals, or is too large.");
}
