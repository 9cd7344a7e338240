using System.Text.Json;
using Microsoft.Extensions.Hosting;

namespace Composerp.ServiceDefaults;

/// <summary>The name of this service wherever it names itself: consumer groups, problem types, telemetry, the database's session list.</summary>
public static class ServiceName
{
    /// <summary>The last part of the application's name in kebab-case: "Composerp.InventoryLedger" is "inventory-ledger".</summary>
    /// <remarks>Not from the environment: it names consumer groups, which must be the same wherever the service runs.</remarks>
    public static string Of(IHostEnvironment environment)
    {
        var name = environment.ApplicationName;

        return JsonNamingPolicy.KebabCaseLower.ConvertName(name[(name.LastIndexOf('.') + 1)..]);
    }
}
