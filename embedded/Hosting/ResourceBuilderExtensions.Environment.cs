using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Model;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment => builder.Adding(environment => environment.Set(name, value ?? ""));

    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string name, in ReferenceExpression.ExpressionInterpolatedStringHandler value)
        where T : IResourceWithEnvironment
    {
        var expression = ReferenceExpression.Create(value);

        return builder.Adding(environment => environment.Set(name, expression));
    }

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment => builder.Adding(environment => environment.Set(name, endpointReference));

    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment => builder.Adding(environment => environment.Set(name, parameter.Resource));

    /// <summary>Which variables the references that follow bring; those made before keep theirs.</summary>
    public static IResourceBuilder<TDestination> WithReferenceEnvironment<TDestination>(
        this IResourceBuilder<TDestination> builder, ReferenceEnvironmentInjectionFlags flags)
        where TDestination : IResourceWithEnvironment =>
        builder.WithAnnotation(new ReferenceFlagsAnnotation(flags), ResourceAnnotationMutationBehavior.Replace);

    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null, bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        var name = connectionName ?? source.Resource.Name;
        var flags = builder.ReferenceFlags();

        return builder.Adding(environment =>
        {
            if (flags.HasFlag(ReferenceEnvironmentInjectionFlags.ConnectionString))
            {
                environment.Set($"ConnectionStrings__{name}", source.Resource);
            }

            if (flags.HasFlag(ReferenceEnvironmentInjectionFlags.ConnectionProperties))
            {
                foreach (var (property, value) in source.Resource.GetConnectionProperties())
                {
                    environment.Set($"{name.ToVariableName()}_{property.ToUpperInvariant()}", value);
                }
            }
        });
    }

    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        var service = source.Resource;
        var flags = builder.ReferenceFlags();

        return builder.Adding(environment =>
        {
            foreach (var endpoint in service.All<EndpointAnnotation>())
            {
                var reference = new EndpointReference(service, endpoint.Name);

                if (flags.HasFlag(ReferenceEnvironmentInjectionFlags.Endpoints))
                {
                    environment.Set($"{service.Name.ToVariableName()}_{endpoint.Name.ToVariableName()}", reference);
                }

                if (flags.HasFlag(ReferenceEnvironmentInjectionFlags.ServiceDiscovery))
                {
                    environment.Set($"services__{service.Name}__{endpoint.Name}__0", reference);
                }
            }
        });
    }

    private static ReferenceEnvironmentInjectionFlags ReferenceFlags<T>(this IResourceBuilder<T> builder)
        where T : IResource => builder.Resource.Last<ReferenceFlagsAnnotation>()?.Flags ?? ReferenceEnvironmentInjectionFlags.All;

    private static IResourceBuilder<T> Adding<T>(this IResourceBuilder<T> builder, Action<ResourceEnvironment> add)
        where T : IResource => builder.WithAnnotation(new EnvironmentAnnotation(add));
}
