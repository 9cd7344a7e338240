using System.Collections.Concurrent;

namespace Composerp.Embedded.Running;

/// <summary>The lives of the resources that run here, by name.</summary>
internal sealed class Lifetimes
{
    private readonly ConcurrentDictionary<string, ResourceLifetime> _byName = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<ResourceLifetime> All => _byName.Values;

    public void Add(ResourceLifetime lifetime) => _byName[lifetime.Resource.Name] = lifetime;

    public void Clear() => _byName.Clear();

    public ResourceLifetime? Find(string name) => _byName.GetValueOrDefault(name);
}
