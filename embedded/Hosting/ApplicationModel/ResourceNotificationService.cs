using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Tells how the resources are, and lets callers wait until they are as wanted.</summary>
public sealed class ResourceNotificationService : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceEvent> _current = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Channel<ResourceEvent>> _watchers = [];
    private readonly WaitBehavior _defaultBehavior;

    internal ResourceNotificationService(WaitBehavior defaultBehavior) => _defaultBehavior = defaultBehavior;

    /// <summary>Every resource as it is now, then every change, until cancelled.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var watcher = Channel.CreateUnbounded<ResourceEvent>();

        lock (_lock)
        {
            foreach (var current in _current.Values)
            {
                watcher.Writer.TryWrite(current);
            }

            _watchers.Add(watcher);
        }

        try
        {
            await foreach (var changed in watcher.Reader.ReadAllAsync(cancellationToken))
            {
                yield return changed;
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(watcher);
            }
        }
    }

    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        await foreach (var changed in WatchAsync(cancellationToken))
        {
            if (string.Equals(changed.Resource.Name, resourceName, StringComparison.OrdinalIgnoreCase) && predicate(changed))
            {
                return changed;
            }
        }

        throw new OperationCanceledException($"The application was disposed while waiting for resource '{resourceName}'.");
    }

    /// <returns>Which of the states was reached.</returns>
    public async Task<string> WaitForResourceAsync(
        string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var states = targetStates.ToHashSet();
        var reached = await WaitForResourceAsync(
            resourceName, changed => changed.Snapshot.State is { } state && states.Contains(state.Text), cancellationToken);

        return reached.Snapshot.State?.Text ?? "";
    }

    /// <param name="targetState">One of <see cref="KnownResourceStates"/>; Running by default.</param>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, _defaultBehavior, cancellationToken);

    /// <exception cref="DistributedApplicationException">The resource has failed or ended, and the behavior is to stop then.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var found = await WaitForResourceAsync(
            resourceName,
            changed => IsHealthy(changed) || (waitBehavior == WaitBehavior.StopOnResourceUnavailable && IsUnavailable(changed)),
            cancellationToken);

        return IsHealthy(found) ? found : throw new DistributedApplicationException(
            $"Stopped waiting for resource '{resourceName}' to become healthy because it is in the state {found.Snapshot.State?.Text}.");
    }

    public bool TryGetCurrentState(string resourceId, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (_lock)
        {
            return _current.TryGetValue(resourceId, out resourceEvent);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _watchers.ForEach(watcher => watcher.Writer.TryComplete());
        }
    }

    internal void Publish(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> change)
    {
        lock (_lock)
        {
            var before = _current.GetValueOrDefault(resource.Name)?.Snapshot ?? new() { ResourceType = TypeOf(resource) };
            var changed = new ResourceEvent(resource, resource.Name, change(before));
            _current[resource.Name] = changed;
            _watchers.ForEach(watcher => watcher.Writer.TryWrite(changed));
        }
    }

    private static bool IsHealthy(ResourceEvent changed) => changed.Snapshot.HealthStatus == HealthStatus.Healthy;

    private static bool IsUnavailable(ResourceEvent changed) =>
        changed.Snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text);

    private static string TypeOf(IResource resource) => resource switch
    {
        ProjectResource => "Project",
        ContainerResource => "Container",
        _ => resource.GetType().Name,
    };
}
