using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Planning;

/// <summary>The runs of the past.</summary>
internal sealed class PlanningRunStore(NpgsqlDataSource database)
{
    private const int SkippedMax = 100;

    private static readonly string ListPlanningRuns = SqlFile.Of<PlanningRunStore>("list_planning_runs.sql");
    private static readonly string ListSkipped = SqlFile.Of<PlanningRunStore>("list_skipped.sql");

    public Task<List<PlanningRun>> ListAsync(DateTimeOffset? afterStart, Guid? afterId, int rows, CancellationToken token) =>
        ListAsync(null, afterStart, afterId, rows, token);

    /// <summary>A run with the first of what it skipped.</summary>
    public async Task<PlanningRun?> FindAsync(Guid id, CancellationToken token) =>
        await ListAsync(id, null, null, 1, token) is [var run]
            ? run with { Skipped = await ListSkippedAsync(id, null, null, SkippedMax, token) }
            : null;

    public Task<List<SkippedItemLocation>> ListSkippedAsync(
        Guid id, string? afterLocation, string? afterSku, int rows, CancellationToken token) =>
        database.Statement(ListSkipped).With(id).With(afterLocation).With(afterSku).With(rows).ListAsync(
            row => new SkippedItemLocation(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)), token);

    private Task<List<PlanningRun>> ListAsync(Guid? id, DateTimeOffset? afterStart, Guid? afterId, int rows, CancellationToken token) =>
        database.Statement(ListPlanningRuns).With(id).With(afterStart).With(afterId).With(rows).ListAsync(
            row => new PlanningRun(
                row.GetGuid(0),
                row.Optional<DateOnly?>(1),
                row.GetString(2),
                row.GetFieldValue<DateTimeOffset>(3),
                row.GetFieldValue<DateTimeOffset>(4),
                row.GetInt32(5),
                row.GetInt32(6),
                row.GetInt32(7),
                row.GetInt32(8),
                row.GetInt32(9),
                row.GetString(10)),
            token);
}
