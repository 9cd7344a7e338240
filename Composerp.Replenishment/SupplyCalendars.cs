using Composerp.Replenishment.Domain.Calendars;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment;

/// <summary>When a supplier takes orders and delivers to a location.</summary>
/// <param name="LocationTimeZone">null where the ledger has not told of the location.</param>
internal sealed record LaneCalendar(SupplierCalendar Supplier, LocationCalendar Location, string? LocationTimeZone)
{
    /// <summary>The day of the order that is placed now.</summary>
    public DateOnly? FindOrderDay(DateTimeOffset now) => SupplyCalendars.FindOrderDay(Supplier, now);

    /// <summary>When goods ordered on a day come, as early as the calendars allow.</summary>
    public DateOnly ExpectedOn(DateOnly orderedOn, int leadTimeDays) =>
        SupplyCalendar.FindDelivery(Supplier, Location, orderedOn, leadTimeDays) ?? orderedOn.AddDays(leadTimeDays);
}

/// <summary>The calendars that are kept: asked wherever somebody orders.</summary>
internal static class SupplyCalendars
{
    private static readonly string FindSupplyCalendars = SqlFile.Of(typeof(SupplyCalendars), "find_supply_calendars.sql");

    public static async Task<LaneCalendar> FindAsync(
        Func<string, Statement> statement, string? supplier, string location, CancellationToken token) =>
        await statement(FindSupplyCalendars).With(supplier).With(location).FindAsync(Read, token)
            ?? new(SupplierCalendar.Always, LocationCalendar.Always, null);

    /// <summary>The day on which an order that is placed now is taken, in the supplier's time zone.</summary>
    public static DateOnly? FindOrderDay(SupplierCalendar supplier, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(supplier.TimeZone, out var known) ? known : TimeZoneInfo.Utc;
        var there = TimeZoneInfo.ConvertTime(now, zone);

        return SupplyCalendar.FindOrderDay(supplier, DateOnly.FromDateTime(there.DateTime), TimeOnly.FromDateTime(there.DateTime));
    }

    /// <param name="weekdays">ISO: 1 is Monday, 7 is Sunday.</param>
    public static IReadOnlyList<DayOfWeek> DaysOf(IEnumerable<short> weekdays) => [.. weekdays.Select(day => (DayOfWeek)(day % 7))];

    private static LaneCalendar Read(NpgsqlDataReader row) => new(
        row.IsDBNull(0)
            ? SupplierCalendar.Always
            : new(
                DaysOf(row.GetFieldValue<short[]>(0)),
                DaysOf(row.GetFieldValue<short[]>(1)),
                row.Optional<TimeOnly?>(2),
                row.GetString(3),
                row.GetFieldValue<DateOnly[]>(4)),
        row.IsDBNull(5) ? LocationCalendar.Always : new(DaysOf(row.GetFieldValue<short[]>(5)), row.GetFieldValue<DateOnly[]>(6)),
        row.Optional<string>(7));
}
