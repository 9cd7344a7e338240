using Composerp.Contracts;
using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Planning;

/// <summary>What has to be looked at: everything, or what changed since the run before.</summary>
/// <remarks>
/// A location whose business day has turned is new altogether, since every day of the forecast is another one then; so is
/// everything where the day that was planned for is another one, and items whose supplier takes orders on another day now.
/// </remarks>
/// <param name="Locations">With all their items.</param>
/// <param name="Skus">At all their locations.</param>
/// <param name="Seen">Changes that are dealt with by looking: the first and last ids of stretches, one after the other.</param>
internal sealed record PlanningChanges(
    bool IsEverything,
    IReadOnlyCollection<string> Locations,
    IReadOnlyCollection<string> Skus,
    IReadOnlyCollection<ItemLocation> ItemLocations,
    long[] Seen)
{
    /// <summary>From so many changes on everything is looked at, with the same result: a list of them would be longer than it saves.</summary>
    private const long ListedMax = 250_000;

    private static readonly string GatherSeen = SqlFile.Of<PlanningChanges>("gather_seen.sql");
    private static readonly string GatherChanges = SqlFile.Of<PlanningChanges>("gather_changes.sql");
    private static readonly string GatherLastRun = SqlFile.Of<PlanningChanges>("gather_last_run.sql");
    private static readonly string GatherTimeZones = SqlFile.Of<PlanningChanges>("gather_time_zones.sql");

    public static PlanningChanges Everything { get; } = new(true, [], [], [], []);

    public static async Task<PlanningChanges> ReadAsync(
        NpgsqlTransaction transaction, string scope, DateTimeOffset now, DateOnly? date, PlanningContext context, CancellationToken token)
    {
        var stretches = await transaction.Statement(GatherSeen).WithoutTimeout().ListAsync(row => (First: row.GetInt64(0), Last: row.GetInt64(1)), token);
        var all = Everything with { Seen = [.. stretches.SelectMany(stretch => new[] { stretch.First, stretch.Last })] };

        // What takes room leaves less for others.
        if (scope == PlanningScopes.Full || context.HasRooms || stretches.Sum(stretch => stretch.Last - stretch.First + 1) > ListedMax)
        {
            return all;
        }

        var changes = await transaction.Statement(GatherChanges).WithoutTimeout().ListAsync(
            row => (Location: row.Optional<string>(0), Sku: row.Optional<string>(1), Shard: row.Optional<short?>(2)), token);
        var last = await transaction.Statement(GatherLastRun).ListAsync(
            row => (Date: row.Optional<DateOnly?>(0), StartedAt: row.GetFieldValue<DateTimeOffset>(1)), token);

        // An item's price moves others between classes, and a new day may begin the period of a budget.
        var isAll = last is not [var before] || before.Date != date
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
            Skus = changes.Where(change => change.Location is null).Select(change => change.Sku).OfType<string>()
                .Concat(date is null ? context.ItemsOfTurnedOrderDays(last[0].StartedAt) : [])
                .ToHashSet(),
            ItemLocations = changes
                .Where(change => change is { Location: not null, Sku: not null })
                .Select(change => new ItemLocation(change.Location ?? "", change.Sku ?? ""))
                .ToHashSet(),
        };
    }
}
