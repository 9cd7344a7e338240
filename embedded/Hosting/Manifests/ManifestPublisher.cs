using Composerp.Embedded.Model;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Composerp.Embedded.Manifests;

/// <summary>Writes the manifest in place of running the application.</summary>
internal sealed partial class ManifestPublisher(
    ResourceCollection resources, ManifestTarget target, IHostApplicationLifetime application, ILogger<ManifestPublisher> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var file = target.File;
        Directory.CreateDirectory(Path.GetDirectoryName(file) ?? "");

        await using (var stream = File.Create(file))
        {
            await using var manifest = new ManifestWriter(stream, resources, target);
            manifest.Write();
        }

        LogPublished(file);
        application.StopApplication();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(8, LogLevel.Information, "Published the manifest to {File}")]
    private partial void LogPublished(string file);
}
