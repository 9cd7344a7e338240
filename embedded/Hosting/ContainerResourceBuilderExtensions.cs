using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Model;

namespace Aspire.Hosting;

public static class ContainerResourceBuilderExtensions
{
    public static IResourceBuilder<T> WithImageTag<T>(this IResourceBuilder<T> builder, string tag)
        where T : ContainerResource
    {
        var image = builder.Resource.Last<ImageAnnotation>()
            ?? throw new InvalidOperationException($"The resource '{builder.Resource.Name}' does not have a container image specified.");

        return builder.WithAnnotation(image with { Tag = tag }, ResourceAnnotationMutationBehavior.Replace);
    }

    public static IResourceBuilder<T> WithVolume<T>(this IResourceBuilder<T> builder, string? name, string target, bool isReadOnly = false)
        where T : ContainerResource =>
        builder.WithAnnotation(new VolumeAnnotation(name ?? builder.GeneratedVolumeName(), target, isReadOnly));

    /// <summary>application-0123456789-resource-data: the digits tell apart applications of the same name.</summary>
    internal static string GeneratedVolumeName<T>(this IResourceBuilder<T> builder)
        where T : IResource
    {
        var application = builder.ApplicationBuilder.Environment.ApplicationName;
        var source = builder.ApplicationBuilder.ExecutionContext.IsPublishMode ? application : builder.ApplicationBuilder.AppHostDirectory;
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(source));

        return $"{application}-{Convert.ToHexString(hash)[..10]}-{builder.Resource.Name}-data".ToLowerInvariant();
    }
}
