using Aspire.Hosting.ApplicationModel;

namespace Composerp.Embedded.Model;

/// <summary>Finds the facts of a resource.</summary>
internal static class Lookups
{
    public static IEnumerable<T> All<T>(this IResource resource)
        where T : IResourceAnnotation => resource.Annotations.OfType<T>();

    public static T? Last<T>(this IResource resource)
        where T : class, IResourceAnnotation => resource.Annotations.OfType<T>().LastOrDefault();

    public static bool Has<T>(this IResource resource)
        where T : IResourceAnnotation => resource.Annotations.OfType<T>().Any();

    public static EndpointAnnotation? FindEndpoint(this IResource resource, string name) =>
        resource.All<EndpointAnnotation>().FirstOrDefault(endpoint => string.Equals(endpoint.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The endpoint that a browser or a health check would take: https before http before the rest.</summary>
    public static EndpointAnnotation? DefaultEndpoint(this IResource resource) =>
        resource.FindEndpoint("https") ?? resource.FindEndpoint("http") ?? resource.All<EndpointAnnotation>().FirstOrDefault();

    /// <summary>As it stands in the name of an environment variable.</summary>
    public static string ToVariableName(this string name) => name.Replace('-', '_').ToUpperInvariant();
}
