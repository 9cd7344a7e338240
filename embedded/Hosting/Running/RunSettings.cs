using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Composerp.Embedded.Running;

/// <summary>How the application is run.</summary>
/// <param name="RandomPorts">Every endpoint gets a free port, and nothing is kept on disk: tests run side by side.</param>
/// <param name="DashboardUrl">Null where there is to be no dashboard.</param>
internal sealed record RunSettings(bool RandomPorts, Uri? DashboardUrl, bool ForwardLogs)
{
    /// <summary>Where nobody looks at a dashboard, a wait that cannot succeed must end.</summary>
    public WaitBehavior DefaultWait => DashboardUrl is null ? WaitBehavior.StopOnResourceUnavailable : WaitBehavior.WaitOnResourceUnavailable;

    public static RunSettings From(IConfiguration configuration, DistributedApplicationOptions options) => new(
        configuration.GetValue("DcpPublisher:RandomizePorts", defaultValue: false),
        options.DisableDashboard ? null : FirstUrl(configuration["ASPNETCORE_URLS"]),
        options.EnableResourceLogging);

    private static Uri? FirstUrl(string? urls) =>
        urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var first, ..] ? new Uri(first) : null;
}
