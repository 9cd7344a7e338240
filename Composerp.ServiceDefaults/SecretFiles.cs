using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;

namespace Composerp.ServiceDefaults;

/// <summary>Settings as files, as Kubernetes mounts a Secret: ConnectionStrings__inventorydb holds that connection string.</summary>
/// <remarks>
/// Read from the folder that COMPOSERP_SECRETS names (/etc/composerp/secrets), and from the folders within it, when the service
/// starts. Files go before everything else: what was made a secret is not overridden by what is not.
/// </remarks>
internal static class SecretFiles
{
    private const string DefaultFolder = "/etc/composerp/secrets";

    /// <summary>Certificates lie beside the settings that name them.</summary>
    private static readonly string[] _certificates = [".crt", ".key", ".pem", ".p12", ".pfx", ".jks"];

    public static void AddSecretFiles(this IConfigurationManager configuration)
    {
        var root = configuration["COMPOSERP_SECRETS"] ?? DefaultFolder;

        if (!Directory.Exists(root))
        {
            return;
        }

        // Kubernetes keeps what it mounts in folders of its own, which begin with "..".
        var folders = Directory.EnumerateDirectories(root)
            .Where(folder => !Path.GetFileName(folder).StartsWith('.'))
            .Order(StringComparer.Ordinal);

        foreach (var folder in folders.Prepend(root))
        {
            configuration.AddKeyPerFile(files =>
            {
                files.FileProvider = new PhysicalFileProvider(Path.GetFullPath(folder));
                files.IgnoreCondition = name => name.StartsWith('.') || _certificates.Contains(Path.GetExtension(name));
            });
        }
    }
}
