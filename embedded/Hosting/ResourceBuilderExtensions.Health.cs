using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Model;
using Composerp.Embedded.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>The resource is healthy while a request to this path is answered with this status.</summary>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        var endpoint = (endpointName is null ? builder.Resource.DefaultEndpoint() : builder.Resource.FindEndpoint(endpointName))
            ?? throw new DistributedApplicationException($"Could not create HTTP health check for resource '{builder.Resource.Name}' as it has no such endpoint.");

        var status = statusCode ?? 200;
        var reference = new EndpointReference(builder.Resource, endpoint.Name);

        return builder.WithCheck(
            $"{builder.Resource.Name}_{endpoint.Name}_{path ?? "/"}_{status}_check",
            () => new HttpCheck(reference, path ?? "/", status));
    }

    internal static IResourceBuilder<T> WithCheck<T>(
        this IResourceBuilder<T> builder, string key, Func<Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheck> create)
        where T : IResource
    {
        if (builder.Resource.All<HealthCheckAnnotation>().Any(check => check.Key == key))
        {
            throw new DistributedApplicationException($"Resource '{builder.Resource.Name}' already has a health check with key '{key}'.");
        }

        builder.ApplicationBuilder.Services.AddHealthChecks().Add(new(key, _ => create(), failureStatus: null, tags: null));

        return builder.WithAnnotation(new HealthCheckAnnotation(key));
    }
}
