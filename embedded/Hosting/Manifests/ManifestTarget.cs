using Aspire.Hosting;

namespace Composerp.Embedded.Manifests;

/// <summary>Where the manifest goes. Paths within it are relative to its folder.</summary>
/// <param name="AppHostDirectory">The folder that relative project paths start from.</param>
/// <param name="OutputPath">A .json file, or a folder for aspire-manifest.json.</param>
internal sealed record ManifestTarget(string AppHostDirectory, string? OutputPath)
{
    /// <exception cref="DistributedApplicationException">Nobody has said where.</exception>
    public string File => OutputPath switch
    {
        null or "" => throw new DistributedApplicationException("The manifest needs a place: --output-path <file.json or folder>."),
        _ when OutputPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase) => Path.GetFullPath(OutputPath),
        _ => Path.Combine(Path.GetFullPath(OutputPath), "aspire-manifest.json"),
    };

    public string RelativePathOf(string path) =>
        Path.GetRelativePath(Path.GetDirectoryName(File) ?? "", Path.Combine(AppHostDirectory, path)).Replace('\\', '/');
}
