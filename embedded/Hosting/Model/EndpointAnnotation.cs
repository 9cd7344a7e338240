using Aspire.Hosting.ApplicationModel;

namespace Composerp.Embedded.Model;

/// <summary>Where a resource listens. The port that it really has is known once it was allocated.</summary>
internal sealed class EndpointAnnotation(string name, string scheme) : IResourceAnnotation
{
    private readonly TaskCompletionSource<int> _allocated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name { get; } = name;

    public string Scheme { get; } = scheme;

    public string Transport => Scheme is "http" or "https" ? "http" : Scheme;

    public int? Port { get; init; }

    public int? TargetPort { get; init; }

    public bool IsExternal { get; set; }

    /// <summary>Added in publish mode beside the http one of the launch profile; the application gets no port for it.</summary>
    public bool IsImplicit { get; init; }

    public bool IsAllocated => _allocated.Task.IsCompletedSuccessfully;

    public Task<int> AllocatedPort => _allocated.Task;

    /// <summary>The first allocation holds: who was told the address may keep it.</summary>
    public void Allocate(int port) => _allocated.TrySetResult(port);
}
