using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Composerp.Embedded.Model;

/// <summary>Adds to a resource's environment; called anew each time that the resource starts.</summary>
internal sealed record EnvironmentAnnotation(Action<ResourceEnvironment> Add) : IResourceAnnotation;

internal sealed record ArgumentsAnnotation(IReadOnlyList<string> Arguments) : IResourceAnnotation;

internal sealed record WaitAnnotation(IResource Dependency, WaitType Type, int ExitCode) : IResourceAnnotation;

internal enum WaitType
{
    UntilHealthy,
    ForCompletion,
    UntilStarted,
}

internal sealed record ReplicaAnnotation(int Replicas) : IResourceAnnotation;

internal sealed record HealthCheckAnnotation(string Key) : IResourceAnnotation;

internal sealed record ImageAnnotation(string Image, string Tag) : IResourceAnnotation
{
    /// <summary>The leading number of the tag: 18 of "18.3"; null where it starts otherwise.</summary>
    public int? Major => int.TryParse(Tag.Split('.', '-')[0], out var major) ? major : null;
}

internal sealed record VolumeAnnotation(string Name, string Target, bool IsReadOnly) : IResourceAnnotation;

internal sealed record ReferenceFlagsAnnotation(ReferenceEnvironmentInjectionFlags Flags) : IResourceAnnotation;

internal sealed record ExcludedFromManifestAnnotation : IResourceAnnotation;

internal sealed record ExplicitStartAnnotation : IResourceAnnotation;

internal sealed record ProjectAnnotation(IProjectMetadata Metadata, LaunchProfile? Profile) : IResourceAnnotation;
