using Aspire.Hosting.ApplicationModel;

namespace Composerp.Embedded.Model;

/// <summary>A resource's environment variables while they are collected, in the order in which they were first set.</summary>
internal sealed class ResourceEnvironment(bool isPublishMode)
{
    private readonly OrderedDictionary<string, object> _values = [];

    public bool IsPublishMode { get; } = isPublishMode;

    public bool IsRunMode => !IsPublishMode;

    public IEnumerable<KeyValuePair<string, object>> Values => _values;

    public static ResourceEnvironment Of(IResource resource, bool isPublishMode)
    {
        var environment = new ResourceEnvironment(isPublishMode);

        foreach (var annotation in resource.All<EnvironmentAnnotation>())
        {
            annotation.Add(environment);
        }

        return environment;
    }

    public void Set(string name, string value) => _values[name] = value;

    public void Set<T>(string name, T value)
        where T : IValueProvider, IManifestExpressionProvider => _values[name] = value;

    /// <summary>The values as a process gets them; waits for endpoints that are not allocated yet.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> ResolveAsync(CancellationToken token)
    {
        var resolved = new Dictionary<string, string?>();

        foreach (var (name, value) in _values)
        {
            resolved[name] = value is IValueProvider provider ? await provider.GetValueAsync(token) : (string)value;
        }

        return resolved;
    }
}
