using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Composerp.Replenishment.Planning;

/// <summary>Plans everything that has a policy: gather one snapshot, decide purely, store set-based.</summary>
/// <remarks>
/// Runs take turns: within the process by a semaphore, so that those who wait hold no connection, over replicas by an
/// advisory lock. The snapshot is taken after the lock, so a run sees what the one before stored. Decisions on proposals
/// go on meanwhile; what they change under a run, the run leaves alone when it stores.
/// </remarks>
internal sealed partial class Planner(
    NpgsqlDataSource database, TimeProvider time, IOptions<ExceptionOptions> exceptions, ILogger<Planner> logger) : IDisposable
{
    /// <summary>Decided in parallel at once: enough to keep the cores busy, little enough to keep in memory.</summary>
    internal const int ChunkSize = 2_048;

    /// <summary>How long proposals that a later run replaced are kept.</summary>
    private static readonly TimeSpan Remembrance = TimeSpan.FromDays(30);

    private static readonly string LockPlanning = SqlFile.Of<Planner>("lock_planning.sql");
    private static readonly string CreatePlanned = SqlFile.Of<Planner>("create_planned.sql");
    private static readonly string KeepPlannedPlain = SqlFile.Of<Planner>("keep_planned_plain.sql");
    private static readonly string CopyPlanned = SqlFile.Of<Planner>("copy_planned.sql");
    private static readonly string AnalyzePlanned = SqlFile.Of<Planner>("analyze_planned.sql");
    private static readonly string CallStorePlan = SqlFile.Of<Planner>("call_store_network_plan.sql");
    private static readonly string FinishRun = SqlFile.Of<Planner>("finish_run.sql");
    private static readonly string ForgetReplaced = SqlFile.Of<Planner>("forget_replaced.sql");

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <param name="date">Plan for this day instead of every location's today.</param>
    /// <param name="scope">One of <see cref="PlanningScopes"/>.</param>
    /// <param name="key">With a key that was used before nothing is planned, and the run of then is named.</param>
    public async Task<(PlanningRun? Run, KeyedRun? Before)> RunAsync(
        DateOnly? date, string scope, string actor, RunKey? key, CancellationToken token)
    {
        await _turn.WaitAsync(token);

        try
        {
            return await RunInTurnAsync(date, scope, actor, key, token);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<(PlanningRun? Run, KeyedRun? Before)> RunInTurnAsync(
        DateOnly? date, string scope, string actor, RunKey? key, CancellationToken token)
    {
        var id = Guid.CreateVersion7();
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        await transaction.Statement(LockPlanning).WithoutTimeout().RunAsync(token);

        if (key is not null && await key.FindAsync(transaction, token) is { } before)
        {
            return (null, before);
        }

        await transaction.Statement(CreatePlanned).WithoutTimeout().RunAsync(token);
        await transaction.Statement(KeepPlannedPlain).WithoutTimeout().RunAsync(token);

        var startedAt = time.GetUtcNow();
        var (itemLocations, changes, beside) = await DecideAsync(connection, startedAt, date, scope, token);
        var completedAt = time.GetUtcNow();

        await transaction.Statement(AnalyzePlanned).WithoutTimeout().RunAsync(token);
        await OrderBookStore.ApplyAsync(transaction, beside.Orders, completedAt, token);
        var run = await StoreAsync(transaction, new(id, date, actor, startedAt, completedAt, itemLocations, 0, 0, 0, 0, scope), token);
        await transaction.Statement(FinishRun).WithoutTimeout().With(id).With(scope).With(changes.Seen).RunAsync(token);
        await RunExceptionStore.StoreAsync(transaction, run, changes, beside.Outlook, beside.Tallies, token);
        await (key?.KeepAsync(transaction, id, token) ?? Task.CompletedTask);
        await transaction.Statement(ForgetReplaced).WithoutTimeout().With(completedAt - Remembrance).RunAsync(token);
        await transaction.CommitAsync(token);
        LogPlanned(id, run.ItemLocations, run.Proposals, run.Unchanged, run.Withdrawn, run.SkippedCount);

        return (run, null);
    }

    /// <summary>Reads on one connection, decides on every core, writes on the other.</summary>
    /// <returns>How many items at locations have a policy, what was looked at, and what came of it beside the decisions.</returns>
    private async Task<(int ItemLocations, PlanningChanges Changes, BesideDecisions Beside)> DecideAsync(
        NpgsqlConnection writer, DateTimeOffset now, DateOnly? date, string scope, CancellationToken token)
    {
        await using var reader = await database.OpenConnectionAsync(token);
        await using var transaction = await reader.BeginTransactionAsync(Snapshot.Isolation, token);
        var context = await PlanningContext.ReadAsync(transaction, now, token);
        var changes = await PlanningChanges.ReadAsync(transaction, scope, now, date, context, token);
        await using var planned = await writer.BeginBinaryImportAsync(CopyPlanned, token);
        planned.Timeout = Timeout.InfiniteTimeSpan;
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var outlook = await PlanningOutlook.ReadAsync(transaction, today, exceptions.Value.Limits, token);
        var beside = new BesideDecisions(outlook, new RunTallies(), new OrderBook(context));
        var itemLocations = 0;

        var items = new Snapshot(transaction, now).ReadAsync(context, changes, token);

        await foreach (var chunk in ReadAheadAsync(ChunksOf(items, token), token))
        {
            foreach (var decision in chunk.AsParallel().AsOrdered().WithCancellation(token)
                .SelectMany(item => outlook.Watch(item, ItemPlan.Of(item, context, today, date), date)).ToList())
            {
                itemLocations += decision.Decision.IsPlanned ? 1 : 0;
                beside.Tallies.Add(decision);
                beside.Orders.Add(decision.Decision);

                if (!decision.ChangesNothing)
                {
                    await decision.WriteAsync(planned, token);
                }
            }
        }

        await planned.CompleteAsync(token);

        return (itemLocations, changes, beside);
    }

    /// <summary>Items until there are enough rows, and enough items for every core.</summary>
    internal static async IAsyncEnumerable<IReadOnlyList<IReadOnlyList<SnapshotRow>>> ChunksOf(
        IAsyncEnumerable<IReadOnlyList<SnapshotRow>> items, [EnumeratorCancellation] CancellationToken token)
    {
        var chunk = new List<IReadOnlyList<SnapshotRow>>();
        var rows = 0;

        await foreach (var item in items.WithCancellation(token))
        {
            chunk.Add(item);
            rows += item.Count;

            if (rows >= ChunkSize && chunk.Count >= 2 * Environment.ProcessorCount)
            {
                yield return chunk;
                (chunk, rows) = ([], 0);
            }
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }

    /// <summary>The next chunk is read while one is being worked on.</summary>
    internal static async IAsyncEnumerable<T> ReadAheadAsync<T>(
        IAsyncEnumerable<T> chunks, [EnumeratorCancellation] CancellationToken token)
    {
        var ahead = Channel.CreateBounded<T>(1);
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(token);
        var reading = Task.Run(ReadAsync, CancellationToken.None);

        try
        {
            await foreach (var chunk in ahead.Reader.ReadAllAsync(token))
            {
                yield return chunk;
            }
        }
        finally
        {
            // Whoever stops early still waits until nothing uses the connection any more.
            await abandoned.CancelAsync();
            await reading;
        }

        async Task ReadAsync()
        {
            try
            {
                await foreach (var chunk in chunks.WithCancellation(abandoned.Token))
                {
                    await ahead.Writer.WriteAsync(chunk, abandoned.Token);
                }

                ahead.Writer.Complete();
            }
#pragma warning disable CA1031 // It is thrown again where the chunks are waited for.
            catch (Exception failed)
#pragma warning restore CA1031
            {
                ahead.Writer.Complete(failed);
            }
        }
    }

    private static async Task<PlanningRun> StoreAsync(NpgsqlTransaction transaction, PlanningRun run, CancellationToken token)
    {
        var counted = await transaction.Statement(CallStorePlan)
            .WithoutTimeout()
            .With(run.Id)
            .With(run.Date)
            .With(run.RequestedBy)
            .With(run.StartedAt)
            .With(run.CompletedAt)
            .With(run.ItemLocations)
            .ListAsync(
                row => run with
                {
                    Proposals = row.GetInt32(0),
                    Unchanged = row.GetInt32(1),
                    Withdrawn = row.GetInt32(2),
                    SkippedCount = row.GetInt32(3),
                },
                token);

        return counted.Single();
    }

    [LoggerMessage(
        LogLevel.Information,
        "Planning run {RunId}: {ItemLocations} item-locations, {Proposals} proposed, {Unchanged} unchanged, {Withdrawn} withdrawn, {Skipped} skipped.")]
    private partial void LogPlanned(Guid runId, int itemLocations, int proposals, int unchanged, int withdrawn, int skipped);
}
