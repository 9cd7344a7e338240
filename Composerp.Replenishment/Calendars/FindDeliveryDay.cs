using System.ComponentModel;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Calendars;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Calendars;

/// <summary>GET /v1/suppliers/{code}/delivery-day: what the calendars make of an order.</summary>
internal static class FindDeliveryDay
{
    internal sealed record Filter(
        string Location,
        [property: Description("Calendar days from the order to the goods.")] int LeadTimeDays,
        [property: Description("When the order is placed; now where left out.")] DateTimeOffset? At);

    /// <param name="OrderOn">The day on which the supplier takes the order, in the supplier's time zone.</param>
    /// <param name="ExpectedOn">The first day of delivery and receiving after the lead time.</param>
    /// <param name="ProtectionDays">So many days the order has to last: until what is ordered on the next order day comes.</param>
    internal sealed record Answer(DateOnly OrderOn, DateOnly ExpectedOn, int ProtectionDays);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/suppliers/{code}/delivery-day", HandleAsync)
        .WithName(nameof(FindDeliveryDay))
        .WithSummary("When an order is taken, when its goods come, and how long they have to last, as the calendars say.")
        .WithTags("Calendars")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> HandleAsync(
        string code, [AsParameters] Filter filter, NpgsqlDataSource database, SupplierCodes codes, TimeProvider time, CancellationToken token)
    {
        if (filter.LeadTimeDays is < 0 or > SupplyTerms.LeadTimeDaysMax)
        {
            return ReplenishmentProblem.Malformed("leadTimeDays", "The lead time is 0 to 1,000 days.");
        }

        if (filter.At is { Year: < 1900 or > 2200 })
        {
            return ReplenishmentProblem.Malformed("at", "The moment is of the years 1900 to 2200.");
        }

        if ((await codes.FindUnknownAsync([code], token)).Count > 0)
        {
            return ReplenishmentProblem.NotFound("unknown-supplier", $"There is no supplier {code}.");
        }

        var calendar = await SupplyCalendars.FindAsync(database.Statement, code, filter.Location, token);

        return calendar.FindOrderDay(filter.At ?? time.GetUtcNow()) is { } orderOn
            && SupplyCalendar.FindDelivery(calendar.Supplier, calendar.Location, orderOn, filter.LeadTimeDays) is { } expectedOn
            && SupplyCalendar.FindProtectionDays(calendar.Supplier, calendar.Location, orderOn, filter.LeadTimeDays) is { } protectionDays
            ? TypedResults.Ok(new Answer(orderOn, expectedOn, protectionDays))
            : ReplenishmentProblem.Conflict("calendars-never-meet", $"Within {SupplyCalendar.DaysMax} days no delivery of {code} meets a receiving day of {filter.Location}.");
    }
}
