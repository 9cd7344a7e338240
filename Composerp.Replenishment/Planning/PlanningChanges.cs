using Composerp.Contracts;
using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Planning;

/// <summary>What has to be looked at: everything, or what changed since the run before.</summary>
/// <remarks>
/// A location whose business day has turned is new altogether, since every day of the forecast is another one then; so is
/// everything where the day that was planned for is another one.
/// </remarks>
/// <param name="Locations">With all their items.</param>
/// <param name="Skus">At all their locations.</param>
/// <param name="Seen">Changes that are dealt with by looking.</param>
internal sealed record PlanningChanges(
    bool IsEverything,
    IReadOnlyCollection<string> Locations,
    IReadOnlyCollection<string> Skus,
    IReadOnlyCollection<ItemLocation> ItemLocations,
    long[] Seen)
{
    private static readonly string GatherChanges = SqlFile.Of<PlanningChanges>("gather_changes.sql");
    private static readonly string GatherLastRun = SqlFile.Of<PlanningChanges>("gather_last_run.sql");
    private static readonly string GatherTimeZones = SqlFile.Of<PlanningChanges>("gather_time_zones.sql");

    public static PlanningChanges Everything { get; } = new(true, [], [], [], []);

    public static async Task<PlanningChanges> ReadAsync(
        NpgsqlTransaction transaction, string scope, DateTimeOffset now, DateOnly? date, PlanningContext context, CancellationToken token)
    {
        var changes = await transaction.Statement(GatherChanges).WithoutTimeout().ListAsync(
            row => (Id: row.GetInt64(0), Location: row.Optional<string>(1), Sku: row.Optional<string>(2), Shard: row.Optional<short?>(3)), token);
        var all = Everything with { Seen = [.. changes.Select(change => change.Id)] };
        var last = await transaction.Statement(GatherLastRun).ListAsync(
            row => (Date: row.Optional<DateOnly?>(0), StartedAt: row.GetFieldValue<DateTimeOffset>(1)), token);

        // An item's price moves others between classes, what takes room leaves less for others, and a new day may begin the
        // period of a budget.
        var isAll = scope == PlanningScopes.Full || context.HasRooms
            || last is not [var before] || before.Date != date
            || (context.HasBudgets && before.StartedAt.UtcDateTime.Date != now.UtcDateTime.Date)
            || changes.Exists(change => change is { Location: null, Shard: null } && (change.Sku is null || context.AsksForClasses));

        if (isAll)
        {
            return all;
        }

        var shards = changes.Select(change => change.Shard).OfType<short>().ToHashSet();
        var locations = changes.Where(change => change.Sku is null).Select(change => change.Location).OfType<string>().ToHashSet();

        foreach (var (code, timeZone) in await transaction.Statement(GatherTimeZones).ListAsync(row => (row.GetString(0), row.GetString(1)), token))
        {
            if (shards.Contains((short)Shards.OfLocation(code))
                || (date is null && BusinessDay.Find(now, timeZone) != BusinessDay.Find(last[0].StartedAt, timeZone)))
            {
                locations.Add(code);
            }
        }

        return all with
        {
            IsEverything = false,
            Locations = locations,
            Skus = changes.Where(change => change.Location is null).Select(change => change.Sku).OfType<string>().ToHashSet(),
            ItemLocations = changes
                .Where(change => change is { Location: not null, Sku: not null })
                .Select(change => new ItemLocation(change.Location ?? "", change.Sku ?? ""))
                .ToHashSet(),
        };
    }
}
