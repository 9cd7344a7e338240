using System.Text.Json.Serialization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Model;
using Composerp.Embedded.Running;

namespace Composerp.Embedded.Dashboard;

/// <summary>A resource as the page shows it.</summary>
internal sealed record ResourceView(
    string Name,
    string Type,
    string State,
    string? Health,
    string? HealthDetail,
    IReadOnlyList<string> Addresses,
    DateTime? StartedAt,
    int Restarts,
    int? ExitCode,
    int? ProcessId)
{
    public static ResourceView Of(ResourceEvent current)
    {
        var snapshot = current.Snapshot;
        var isRunning = snapshot.State?.Text == KnownResourceStates.Running;
        var unwell = snapshot.HealthReports.FirstOrDefault(report => report.Description is not null || report.ExceptionText is not null);

        return new(
            current.Resource.Name,
            TypeOf(current.Resource),
            snapshot.State?.Text ?? "",
            isRunning ? snapshot.HealthStatus?.ToString() ?? "Checking" : null,
            isRunning ? unwell?.Description ?? unwell?.ExceptionText : null,
            [.. current.Resource.All<EndpointAnnotation>().Where(endpoint => endpoint.IsAllocated).Select(AddressOf).Distinct()],
            snapshot.StartTimeStamp,
            snapshot.Restarts,
            isRunning ? null : snapshot.ExitCode,
            isRunning ? snapshot.ProcessId : null);
    }

    private static string TypeOf(IResource resource) => resource switch
    {
        PostgresServerResource => "PostgreSQL server",
        PostgresDatabaseResource database => $"Database on {database.Parent.Name}",
        KafkaServerResource => "Kafka broker, in memory",
        ProjectResource when resource.Has<EndpointAnnotation>() => "Service",
        _ => "Job",
    };

    private static string AddressOf(EndpointAnnotation endpoint) => $"{endpoint.Scheme}://localhost:{endpoint.AllocatedPort.Result}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ResourceView))]
[JsonSerializable(typeof(PrintedLine))]
[JsonSerializable(typeof(string))]
internal sealed partial class DashboardJson : JsonSerializerContext;
