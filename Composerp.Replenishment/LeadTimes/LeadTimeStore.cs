using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.LeadTimes;

/// <summary>Lead times of lanes (a supplier and a location), measured again whenever goods come in.</summary>
internal static class LeadTimeStore
{
    private static readonly string ReadDeliveries = SqlFile.Of(typeof(LeadTimeStore), "read_deliveries.sql");
    private static readonly string PutLeadTimes = SqlFile.Of(typeof(LeadTimeStore), "put_lead_times.sql");

    /// <param name="orders">Whose goods came.</param>
    public static async Task MeasureAsync(
        IReadOnlyList<PurchaseOrder> orders, DateTimeOffset now, NpgsqlTransaction transaction, CancellationToken token)
    {
        var lanes = orders.Where(order => order.Supplier is not null).Select(order => (Supplier: order.Supplier ?? "", order.Location)).Distinct().ToList();

        if (lanes.Count == 0)
        {
            return;
        }

        var deliveries = await transaction.Statement(ReadDeliveries)
            .With(lanes.Select(lane => lane.Supplier).ToArray())
            .With(lanes.Select(lane => lane.Location).ToArray())
            .With(MeasuredLeadTimes.DeliveriesMax)
            .ListAsync(
                row => (
                    Lane: (row.GetString(0), row.GetString(1)),
                    Days: DaysOf(row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateTimeOffset>(3), row.Optional<string>(4) ?? "UTC")),
                token);
        var measured = deliveries.GroupBy(delivery => delivery.Lane)
            .Select(lane => (lane.Key, Times: MeasuredLeadTimes.Of(lane.Select(delivery => delivery.Days))))
            .Where(lane => lane.Times is not null)
            .ToDictionary(lane => lane.Key, lane => lane.Times);

        foreach (var lane in lanes.Order())
        {
            if (measured.GetValueOrDefault(lane) is { } times)
            {
                await transaction.Statement(PutLeadTimes)
                    .With(lane.Supplier).With(lane.Location).With(times.Days.ToArray()).With(times.Counts.ToArray())
                    .With(times.Deliveries).With(times.IsEnough).With(now)
                    .RunAsync(token);
            }
        }
    }

    // Business days of the location: a truck at eight in the evening came on that day, wherever the server is.
    private static int DaysOf(DateTimeOffset orderedAt, DateTimeOffset cameAt, string timeZone) =>
        (BusinessDay.Find(cameAt, timeZone), BusinessDay.Find(orderedAt, timeZone)) is ({ } came, { } ordered)
            ? came.DayNumber - ordered.DayNumber
            : (cameAt.UtcDateTime.Date - orderedAt.UtcDateTime.Date).Days;
}
