using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Npgsql;

namespace Composerp.AppHost.Tests.Faults;

/// <summary>Finds the processes behind resources, which Aspire's public API does not tell.</summary>
internal static class ServiceProcess
{
    private static readonly Dictionary<string, (string Assembly, string Database)> _services = new()
    {
        ["inventory-ledger"] = ("Composerp.InventoryLedger", "inventorydb"),
        ["forecasting"] = ("Composerp.Forecasting", "forecastdb"),
        ["replenishment"] = ("Composerp.Replenishment", "replenishmentdb"),
    };

    /// <summary>The service of this application and no other: the one with its database's address in the environment.</summary>
    public static async Task<Process> OfServiceAsync(DistributedApplication app, string resource, CancellationToken token)
    {
        var (assembly, database) = _services[resource];
        var connection = $"ConnectionStrings__{database}={await app.GetConnectionStringAsync(database, token)}";

        return Process.GetProcesses().Single(process =>
            Read(process, "cmdline").Any(argument => Path.GetFileNameWithoutExtension(argument) == assembly)
            && Read(process, "environ").Contains(connection));
    }

    /// <summary>The postmaster; null where it runs in a container, whose process ids are not ours.</summary>
    public static async Task<Process?> OfPostgresAsync(DistributedApplication app, CancellationToken token)
    {
        await using var database = NpgsqlDataSource.Create((await app.GetConnectionStringAsync("inventorydb", token))!);
        await using var command = database.CreateCommand("select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int");
        var id = (int)(await command.ExecuteScalarAsync(token))!;

        return Process.GetProcesses().SingleOrDefault(process => process.Id == id && process.ProcessName == "postgres");
    }

    // Other users' processes, and those that end just now, cannot be read.
    private static string[] Read(Process process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/{file}").Split('\0');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
