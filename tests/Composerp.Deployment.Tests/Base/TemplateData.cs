namespace Composerp.Deployment.Tests.Base;

/// <summary>What Aspirate gives to a template, by the names that it has there.</summary>
public sealed class TemplateData
{
    public string? Name { get; init; }

    public string? Namespace { get; init; }

    public bool? IsProject { get; init; }

    public string? ContainerImage { get; init; }

    public string? Entrypoint { get; init; }

    public string ImagePullPolicy { get; init; } = "IfNotPresent";

    public string ServiceType { get; init; } = "ClusterIP";

    public IReadOnlyDictionary<string, string?> Env { get; init; } = new Dictionary<string, string?>();

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Args { get; init; } = [];

    public IReadOnlyList<TemplatePort> Ports { get; init; } = [];

    public IReadOnlyList<TemplateVolume> Volumes { get; init; } = [];

    public IReadOnlyList<string> Manifests { get; init; } = [];

    public bool HasPorts => Ports.Count > 0;

    public bool HasVolumes => Volumes.Count > 0;

    public bool HasAnyAnnotations => Annotations.Count > 0;

    public bool HasArgs => Args.Count > 0;

    public bool HasAnyEnv => Env.Count > 0;

    public bool WithNamespace => !string.IsNullOrWhiteSpace(Namespace);
}

public sealed class TemplatePort
{
    public string Name { get; init; } = "";

    public int InternalPort { get; init; }

    public int ExternalPort { get; init; }
}

public sealed class TemplateVolume
{
    public string Name { get; init; } = "";

    public string Target { get; init; } = "";
}
