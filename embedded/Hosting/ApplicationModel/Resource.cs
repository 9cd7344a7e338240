using System.Collections.ObjectModel;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the application: a service, a database, a broker, a parameter.</summary>
public interface IResource
{
    string Name { get; }

    ResourceAnnotationCollection Annotations { get; }
}

/// <summary>A fact about a resource.</summary>
public interface IResourceAnnotation;

public sealed class ResourceAnnotationCollection : Collection<IResourceAnnotation>;

public abstract class Resource : IResource
{
    protected Resource(string name) => Name = name;

    public string Name { get; }

    public ResourceAnnotationCollection Annotations { get; } = [];
}

public enum ResourceAnnotationMutationBehavior
{
    Append,
    Replace,
}
