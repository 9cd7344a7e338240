using System.Text.Json;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Planning;

/// <summary>Stores what a run found beside its proposals: exceptions, and of a full run its key figures.</summary>
internal static class RunExceptionStore
{
    private static readonly string StoreExceptions = SqlFile.Of(typeof(RunExceptionStore), "store_exceptions.sql");
    private static readonly string StoreKpis = SqlFile.Of(typeof(RunExceptionStore), "store_kpis.sql");

    public static async Task StoreAsync(
        NpgsqlTransaction transaction, PlanningRun run, PlanningChanges changes, PlanningOutlook outlook, RunTallies tallies, CancellationToken token)
    {
        await transaction.Statement(StoreExceptions).WithoutTimeout()
            .With(run.Id)
            .With(changes.IsEverything)
            .With(changes.Locations.ToArray())
            .With(changes.Skus.ToArray())
            .With(changes.ItemLocations.Select(key => key.Location).ToArray())
            .With(changes.ItemLocations.Select(key => key.Sku).ToArray())
            .With(JsonSerializer.Serialize(outlook.OfSuppliers, ReplenishmentJson.Default.IReadOnlyListConcern))
            .RunAsync(token);

        if (!changes.IsEverything)
        {
            return;
        }

        tallies.Add(outlook.OfSuppliers);
        var today = DateOnly.FromDateTime(run.StartedAt.UtcDateTime);
        var kpis = await RunKpis.MeasureAsync(transaction, run.Id, today, tallies, token);

        await transaction.Statement(StoreKpis).WithoutTimeout()
            .With(run.Id)
            .With(JsonSerializer.Serialize(kpis, KpiJson.Default.RunKpis))
            .With(today.AddDays(-StockDays.KeptDays))
            .RunAsync(token);
    }
}
