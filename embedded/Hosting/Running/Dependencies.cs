using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Model;

namespace Composerp.Embedded.Running;

/// <summary>Waits for what a resource needs before it starts.</summary>
internal sealed class Dependencies(ResourceNotificationService notifications)
{
    public Task WaitAsync(IResource resource, CancellationToken token)
    {
        var waits = resource.All<WaitAnnotation>().Select(wait => WaitAsync(wait, token));

        // A database needs its server.
        var parent = resource is IResourceWithParent child ? notifications.WaitForResourceHealthyAsync(child.Parent.Name, token) : Task.CompletedTask;

        return Task.WhenAll([.. waits, parent]);
    }

    private Task WaitAsync(WaitAnnotation wait, CancellationToken token) => wait.Type switch
    {
        WaitType.UntilHealthy => notifications.WaitForResourceHealthyAsync(wait.Dependency.Name, token),
        WaitType.UntilStarted => notifications.WaitForResourceAsync(
            wait.Dependency.Name, [KnownResourceStates.Running, KnownResourceStates.Finished, KnownResourceStates.Exited], token),
        _ => WaitForCompletionAsync(wait, token),
    };

    private async Task WaitForCompletionAsync(WaitAnnotation wait, CancellationToken token)
    {
        var ended = await notifications.WaitForResourceAsync(
            wait.Dependency.Name,
            changed => changed.Snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text),
            token);

        if (ended.Snapshot is not { State.Text: "Finished" } finished || finished.ExitCode != wait.ExitCode)
        {
            throw new DistributedApplicationException(
                $"it needs '{wait.Dependency.Name}' to end with exit code {wait.ExitCode}, but that has ended with {ended.Snapshot.ExitCode} ({ended.Snapshot.State?.Text}).");
        }
    }
}
