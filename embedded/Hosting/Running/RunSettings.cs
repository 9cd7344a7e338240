using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Postgres;
using Microsoft.Extensions.Configuration;

namespace Composerp.Embedded.Running;

/// <summary>How the application is run.</summary>
/// <param name="RandomPorts">Every endpoint gets a free port.</param>
/// <param name="KeepsData">Data of volumes outlive the application.</param>
/// <param name="DashboardUrl">Null where there is to be no dashboard.</param>
internal sealed record RunSettings(bool RandomPorts, bool KeepsData, Uri? DashboardUrl, bool ForwardLogs)
{
    /// <summary>Where nobody looks at a dashboard, a wait that cannot succeed must end.</summary>
    public WaitBehavior DefaultWait => DashboardUrl is null ? WaitBehavior.StopOnResourceUnavailable : WaitBehavior.WaitOnResourceUnavailable;

    public static RunSettings From(IConfiguration configuration, DistributedApplicationOptions options)
    {
        var randomPorts = configuration.GetValue("DcpPublisher:RandomizePorts", defaultValue: false);

        return new(
            randomPorts,
            // Whoever runs beside another application must not meet its data, unless a folder of their own is named.
            !options.KeepsNothing && (!randomPorts || PostgresServer.IsDataFolderNamed),
            options.DisableDashboard ? null : FirstUrl(configuration["ASPNETCORE_URLS"]),
            options.EnableResourceLogging);
    }

    private static Uri? FirstUrl(string? urls) =>
        urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var first, ..] ? new Uri(first) : null;
}
