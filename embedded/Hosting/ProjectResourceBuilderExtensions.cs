using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Model;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Services: the .NET projects of the application.</summary>
public static class ProjectResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddProject<TProject>(name, _ => { });

    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, Action<ProjectResourceOptions> configure)
        where TProject : IProjectMetadata, new()
    {
        var options = new ProjectResourceOptions();
        configure(options);

        var metadata = new TProject();
        var profile = options.ExcludeLaunchProfile ? null : LaunchProfile.Find(
            Path.GetDirectoryName(metadata.ProjectPath) ?? "", options.LaunchProfileName, builder.Configuration["DOTNET_LAUNCH_PROFILE"]);

        var project = builder.AddResource(new ProjectResource(name)).WithAnnotation(new ProjectAnnotation(metadata, profile));

        foreach (var endpoint in EndpointsOf(profile, builder.ExecutionContext.IsPublishMode))
        {
            project.WithAnnotation(endpoint);
        }

        var isDevelopment = builder.Environment.IsDevelopment();

        return project.WithAnnotation(new EnvironmentAnnotation(
            environment => ProjectEnvironment.AddTo(environment, project.Resource, profile, isDevelopment)));
    }

    /// <summary>How many processes share the work when it is deployed; here it is always one.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas) =>
        builder.WithAnnotation(new ReplicaAnnotation(replicas), ResourceAnnotationMutationBehavior.Replace);

    // Published, a launch profile says only that the project serves HTTP: then there is always an https binding too.
    private static IEnumerable<EndpointAnnotation> EndpointsOf(LaunchProfile? profile, bool isPublishMode) => isPublishMode
        ? profile is { ApplicationUrl.Length: > 0 } ? [new("http", "http"), new("https", "https") { IsImplicit = true }] : []
        : (profile?.Urls ?? []).Select(url => new EndpointAnnotation(url.Scheme, url.Scheme) { Port = url.Port });
}
