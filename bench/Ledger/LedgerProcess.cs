using Composerp.Bench.Support;

namespace Composerp.Bench.Ledger;

/// <summary>Starts the ledger's service.</summary>
internal static class LedgerProcess
{
    private const string Project = "Composerp.InventoryLedger";

    public static Task MigrateAsync(string database, CancellationToken token) =>
        ServiceProcess.MigrateAsync(Project, Environment(database, null), token);

    /// <param name="brokers">Null: without Kafka.</param>
    public static Task<ServiceProcess> StartAsync(string database, string? brokers, CancellationToken token) =>
        ServiceProcess.StartAsync(Project, Environment(database, brokers), token);

    private static Dictionary<string, string?> Environment(string database, string? brokers) => new()
    {
        ["ConnectionStrings__inventorydb"] = database,
        ["ConnectionStrings__kafka"] = brokers,
    };
}
