using Composerp.Replenishment.Domain.Calendars;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Planning;

/// <summary>The calendars that a plan goes by; most lanes have none, and every day will do.</summary>
internal sealed class PlanningCalendars
{
    private static readonly string GatherCalendars = SqlFile.Of<PlanningCalendars>("gather_calendars.sql");

    private readonly Dictionary<string, SupplierCalendar> _suppliers = [];
    private readonly Dictionary<string, LocationCalendar> _locations = [];
    private readonly Dictionary<string, DateOnly?> _orderDays = [];

    public static PlanningCalendars None { get; } = new();

    /// <param name="now">When orders are placed.</param>
    public static async Task<PlanningCalendars> ReadAsync(NpgsqlTransaction transaction, DateTimeOffset now, CancellationToken token)
    {
        var calendars = new PlanningCalendars();

        foreach (var (supplier, location, ofSupplier, ofLocation) in await transaction.Statement(GatherCalendars).WithoutTimeout().ListAsync(Read, token))
        {
            if (supplier is not null && ofSupplier is not null)
            {
                calendars._suppliers.Add(supplier, ofSupplier);
                calendars._orderDays.Add(supplier, SupplyCalendars.FindOrderDay(ofSupplier, now));
            }
            else if (location is not null && ofLocation is not null)
            {
                calendars._locations.Add(location, ofLocation);
            }
        }

        return calendars;
    }

    /// <returns>null where every day will do.</returns>
    public DeliveryLane? FindLane(string? supplier, string location)
    {
        var ofSupplier = supplier is null ? null : _suppliers.GetValueOrDefault(supplier);
        var ofLocation = _locations.GetValueOrDefault(location);

        return (ofSupplier, ofLocation) switch
        {
            (null, null) => null,
            (null, { } receives) => new(null, receives, null),
            ({ } delivers, _) => new(delivers, ofLocation ?? LocationCalendar.Always, _orderDays[supplier!]),
        };
    }

    /// <summary>Suppliers that would have taken an order of then on another day: a cut-off has passed, or a day.</summary>
    public IReadOnlySet<string> SuppliersOfTurnedOrderDays(DateTimeOffset then) =>
        _suppliers.Where(supplier => SupplyCalendars.FindOrderDay(supplier.Value, then) != _orderDays[supplier.Key])
            .Select(supplier => supplier.Key)
            .ToHashSet();

    private static (string? Supplier, string? Location, SupplierCalendar? OfSupplier, LocationCalendar? OfLocation) Read(NpgsqlDataReader row)
    {
        var (supplier, location) = (row.Optional<string>(0), row.Optional<string>(1));
        var (days, closed) = (SupplyCalendars.DaysOf(row.GetFieldValue<short[]>(2)), row.GetFieldValue<DateOnly[]>(6));

        return supplier is null
            ? (null, location, null, new(days, closed))
            : (supplier, null, new(days, SupplyCalendars.DaysOf(row.GetFieldValue<short[]>(3)), row.Optional<TimeOnly?>(4), row.GetString(5), closed), null);
    }
}
