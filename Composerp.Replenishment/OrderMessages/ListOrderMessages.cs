using System.ComponentModel;
using Composerp.Replenishment.Domain.Orders;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.OrderMessages;

/// <summary>GET /v1/order-messages: what is late, and what should come sooner, later or not at all.</summary>
internal static class ListOrderMessages
{
    public const int EarlierDaysDefault = 1;

    public const int LaterDaysDefault = 7;

    private static readonly string ReadOpenDeliveries = SqlFile.Of(typeof(ListOrderMessages), "read_open_deliveries.sql");

    internal sealed record Filter(
        string? Location,
        string? Sku,
        [property: Description("late, reschedule-in, reschedule-out or cancel; all where left out.")] string? Kind,
        [property: Description("Bring forward only what is needed so many days before it comes; 1 where left out.")] int? EarlierDays,
        [property: Description("Put off only what comes so many days before it is needed; 7 where left out.")] int? LaterDays);

    internal sealed record Message(
        string Kind, string Location, string Sku, string Order, string Status, decimal Quantity, DateOnly ExpectedOn, DateOnly? NeededOn, string Reason);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/order-messages", HandleAsync)
        .WithName(nameof(ListOrderMessages))
        .WithSummary("Open orders that are late, or should come sooner, later or not at all, by location and item.")
        .WithDescription("A page holds the messages of up to limit items at locations with open orders; it may hold none and have a next.")
        .WithTags("Order messages")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<Page<Message>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] Filter filter, [AsParameters] PageRequest page, NpgsqlDataSource database, TimeProvider time, CancellationToken token)
    {
        if (page.Read(out var after, 2) is { } refusal)
        {
            return refusal;
        }

        string[] kinds = [Rescheduling.Late, Rescheduling.RescheduleIn, Rescheduling.RescheduleOut, Rescheduling.Cancel];

        if (filter.Kind is { } kind && !kinds.Contains(kind))
        {
            return ReplenishmentProblem.Malformed("kind", $"A message is {string.Join(", ", kinds)}.");
        }

        if (filter.EarlierDays is < 1 or > 365)
        {
            return ReplenishmentProblem.Malformed("earlierDays", "These are 1 to 365 days.");
        }

        if (filter.LaterDays is < 1 or > 365)
        {
            return ReplenishmentProblem.Malformed("laterDays", "These are 1 to 365 days.");
        }

        var rows = await database.Statement(ReadOpenDeliveries)
            .With(filter.Location).With(filter.Sku).With(after[0]).With(after[1]).With(page.Rows + 1)
            .ListAsync(Read, token);
        var now = time.GetUtcNow();
        var keys = Page<Position>.Of(
            [.. rows.GroupBy(row => (row.Location, row.Sku)).Select(group => group.First() with { Deliveries = [.. group.SelectMany(row => row.Deliveries)] })],
            page, row => [row.Location, row.Sku]);

        var messages = keys.Items.SelectMany(position => MessagesOf(position, filter, now)).Where(message => filter.Kind is null || message.Kind == filter.Kind);

        return TypedResults.Ok(new Page<Message>([.. messages], keys.Next));
    }

    private static IEnumerable<Message> MessagesOf(Position position, Filter filter, DateTimeOffset now)
    {
        var today = BusinessDay.Find(now, position.TimeZone ?? "UTC") ?? DateOnly.FromDateTime(now.UtcDateTime);
        var past = position.Origin is { } origin ? Math.Max(0, today.DayNumber - origin.DayNumber) : 0;
        double[] demand = [.. position.Mean.Skip(past).Select(mean => (double)mean).Select(mean => double.IsFinite(mean) && mean > 0 ? mean : 0)];

        return Rescheduling
            .Of(
                position.Stock, position.Level, demand, position.Deliveries, today,
                filter.EarlierDays ?? EarlierDaysDefault, filter.LaterDays ?? LaterDaysDefault)
            .Select(message => new Message(
                message.Kind, position.Location, position.Sku, message.Delivery.Number, message.Delivery.Status, message.Delivery.Quantity,
                message.Delivery.ExpectedOn, message.NeededOn, message.Reason));
    }

    private static Position Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.Optional<string>(2),
        row.GetDecimal(3),
        row.GetDecimal(4),
        row.Optional<DateOnly?>(5),
        row.Optional<float[]>(6) ?? [],
        [new(row.GetString(7), row.GetString(8), row.GetFieldValue<DateOnly>(9), row.GetDecimal(10))]);

    private sealed record Position(
        string Location, string Sku, string? TimeZone, decimal Stock, decimal Level, DateOnly? Origin, IReadOnlyList<float> Mean,
        IReadOnlyList<OpenDelivery> Deliveries);
}
