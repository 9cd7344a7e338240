using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Calendars;

/// <param name="OrderDays">Weekdays, 1 is Monday; every day where left out.</param>
/// <param name="DeliveryDays">Weekdays, 1 is Monday; every day where left out.</param>
/// <param name="CutOff">Orders of the same day come in before this time of the supplier.</param>
/// <param name="TimeZone">Of the cut-off, IANA name; UTC where left out.</param>
/// <param name="Holidays">No orders, no deliveries.</param>
internal sealed record SupplierDays(
    IReadOnlyList<int>? OrderDays = null,
    IReadOnlyList<int>? DeliveryDays = null,
    TimeOnly? CutOff = null,
    string? TimeZone = null,
    IReadOnlyList<DateOnly>? Holidays = null,
    string? Actor = null);

/// <param name="ReceivingDays">Weekdays, 1 is Monday; every day where left out.</param>
/// <param name="Closed">Nothing is taken in.</param>
internal sealed record LocationDays(IReadOnlyList<int>? ReceivingDays = null, IReadOnlyList<DateOnly>? Closed = null, string? Actor = null);

/// <summary>PUT and GET /v1/suppliers/{code}/calendar and /v1/locations/{location}/calendar.</summary>
internal static class PutCalendars
{
    public const int DatesMax = 1_000;

    private static readonly string PutSupplierCalendar = SqlFile.Of(typeof(PutCalendars), "put_supplier_calendar.sql");
    private static readonly string PutLocationCalendar = SqlFile.Of(typeof(PutCalendars), "put_location_calendar.sql");
    private static readonly string FindSupplierCalendar = SqlFile.Of(typeof(PutCalendars), "find_supplier_calendar.sql");
    private static readonly string FindLocationCalendar = SqlFile.Of(typeof(PutCalendars), "find_location_calendar.sql");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPut("/v1/suppliers/{code}/calendar", PutSupplierAsync)
            .WithName(nameof(PutSupplierCalendar))
            .WithSummary("Says on which days a supplier takes orders and delivers.")
            .WithTags("Calendars")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes
            .MapGet("/v1/suppliers/{code}/calendar", async Task<Results<Ok<SupplierDays>, ProblemHttpResult>> (
                string code, NpgsqlDataSource database, CancellationToken token) =>
                await database.Statement(FindSupplierCalendar).With(code).FindAsync(ReadSupplier, token) is { } days
                    ? TypedResults.Ok(days)
                    : ReplenishmentProblem.NotFound("unknown-calendar", $"No calendar is kept of a supplier {code}: every day will do."))
            .WithName("FindSupplierCalendar")
            .WithSummary("On which days a supplier takes orders and delivers.")
            .WithTags("Calendars")
            .ProducesProblem(StatusCodes.Status404NotFound);

        routes
            .MapPut("/v1/locations/{location}/calendar", PutLocationAsync)
            .WithName(nameof(PutLocationCalendar))
            .WithSummary("Says on which days a location takes goods in.")
            .WithTags("Calendars")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes
            .MapGet("/v1/locations/{location}/calendar", async Task<Results<Ok<LocationDays>, ProblemHttpResult>> (
                string location, NpgsqlDataSource database, CancellationToken token) =>
                await database.Statement(FindLocationCalendar).With(location).FindAsync(ReadLocation, token) is { } days
                    ? TypedResults.Ok(days)
                    : ReplenishmentProblem.NotFound("unknown-calendar", $"No calendar is kept of a location {location}: every day will do."))
            .WithName("FindLocationCalendar")
            .WithSummary("On which days a location takes goods in.")
            .WithTags("Calendars")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutSupplierAsync(
        string code, SupplierDays days, NpgsqlDataSource database, SupplierCodes codes, TimeProvider time, CancellationToken token)
    {
        var violation = DaysViolation("orderDays", days.OrderDays)
            ?? DaysViolation("deliveryDays", days.DeliveryDays)
            ?? DatesViolation("holidays", days.Holidays)
            ?? Codes.OptionalTextViolation("actor", days.Actor)
            ?? (TimeZoneInfo.TryFindSystemTimeZoneById(days.TimeZone ?? "UTC", out _)
                ? null
                : new Violation("timeZone", "unknown-time-zone", $"There is no time zone {days.TimeZone}."));

        if (violation is not null)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        if ((await codes.FindUnknownAsync([code], token)).Count > 0)
        {
            return ReplenishmentProblem.NotFound("unknown-supplier", $"There is no supplier {code}.");
        }

        await database.Statement(PutSupplierCalendar)
            .With(code).With(WeekdaysOf(days.OrderDays)).With(WeekdaysOf(days.DeliveryDays)).With(days.CutOff).With(days.TimeZone ?? "UTC")
            .With(DatesOf(days.Holidays)).With(days.Actor).With(time.GetUtcNow())
            .RunAsync(token);

        return TypedResults.NoContent();
    }

    // Also of a location that the ledger has not told of yet.
    private static async Task<Results<NoContent, ProblemHttpResult>> PutLocationAsync(
        string location, LocationDays days, NpgsqlDataSource database, TimeProvider time, CancellationToken token)
    {
        var violation = Codes.CodeViolation("location", location)
            ?? DaysViolation("receivingDays", days.ReceivingDays)
            ?? DatesViolation("closed", days.Closed)
            ?? Codes.OptionalTextViolation("actor", days.Actor);

        if (violation is not null)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        await database.Statement(PutLocationCalendar)
            .With(location).With(WeekdaysOf(days.ReceivingDays)).With(DatesOf(days.Closed)).With(days.Actor).With(time.GetUtcNow())
            .RunAsync(token);

        return TypedResults.NoContent();
    }

    private static Violation? DaysViolation(string field, IReadOnlyList<int>? days) =>
        days is null || (days.All(day => day is >= 1 and <= 7) && days.Distinct().Count() == days.Count && days.Count > 0)
            ? null
            : new(field, "malformed-weekdays", "Weekdays are 1 (Monday) to 7 (Sunday), each once; leave them out for every day.");

    private static Violation? DatesViolation(string field, IReadOnlyList<DateOnly>? dates) => dates is { Count: > DatesMax }
        ? new(field, "too-many-dates", "There are at most 1,000 of these dates.")
        : null;

    private static short[] WeekdaysOf(IReadOnlyList<int>? days) => [.. (days ?? []).Order().Select(day => (short)day)];

    private static DateOnly[] DatesOf(IReadOnlyList<DateOnly>? dates) => [.. (dates ?? []).Distinct().Order()];

    private static SupplierDays ReadSupplier(NpgsqlDataReader row) => new(
        Known(row.GetFieldValue<short[]>(0)),
        Known(row.GetFieldValue<short[]>(1)),
        row.Optional<TimeOnly?>(2),
        row.GetString(3),
        row.GetFieldValue<DateOnly[]>(4),
        row.Optional<string>(5));

    private static LocationDays ReadLocation(NpgsqlDataReader row) =>
        new(Known(row.GetFieldValue<short[]>(0)), row.GetFieldValue<DateOnly[]>(1), row.Optional<string>(2));

    private static List<int>? Known(short[] days) => days.Length == 0 ? null : [.. days.Select(day => (int)day)];
}
