using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Model;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Composerp.Embedded.Running;

/// <summary>Asks the health checks of a resource while it runs.</summary>
internal sealed class HealthWatch(HealthCheckService checks, ResourceNotificationService notifications, TimeProvider time)
{
    // Others wait for it to become healthy, so that is asked often; that it stays so, seldom.
    private static readonly TimeSpan _pauseWhileUnhealthy = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _pauseWhileHealthy = TimeSpan.FromSeconds(5);

    public static ImmutableArray<HealthReportSnapshot> NotChecked(IResource resource) =>
        [.. resource.All<HealthCheckAnnotation>().Select(check => new HealthReportSnapshot(check.Key, null, null, null))];

    /// <summary>Until cancelled.</summary>
    public async Task WatchAsync(IResource resource, CancellationToken token)
    {
        var keys = resource.All<HealthCheckAnnotation>().Select(check => check.Key).ToHashSet();

        while (keys.Count > 0 && !token.IsCancellationRequested)
        {
            try
            {
                var report = await checks.CheckHealthAsync(check => keys.Contains(check.Name), token);
                Publish(resource, report);
                await Task.Delay(report.Status == HealthStatus.Healthy ? _pauseWhileHealthy : _pauseWhileUnhealthy, time, token);
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Publish(IResource resource, HealthReport report) => notifications.Publish(resource, snapshot => snapshot with
    {
        HealthReports =
        [
            .. report.Entries.Select(entry =>
                new HealthReportSnapshot(entry.Key, entry.Value.Status, entry.Value.Description, entry.Value.Exception?.Message)),
        ],
    });
}
