using System.Collections.Concurrent;
using System.Diagnostics;

namespace Composerp.Deployment.Tests.Rendering;

/// <summary>Renders kustomizations, each once. From a copy, where the files that git ignores have values to try with.</summary>
internal static class Deployments
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> _rendered = new();

    private static readonly Lazy<string> _copy = new(Copy);

    public static IReadOnlyList<string> Overlays { get; } =
        [.. Directory.EnumerateDirectories(Path.Combine(Repository.Kubernetes, "overlays")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static readonly Lazy<bool> _hasKubectl = new(() =>
    {
        using var kubectl = Start("kubectl", ["version", "--client"]);

        return kubectl is not null;
    });

    /// <summary>Skips the test. To be asked before rendering in parallel or within Assert.All, which make failures of skips.</summary>
    public static void RequireKubectl() => Assert.SkipUnless(_hasKubectl.Value, "kubectl is not on this machine, so nothing is rendered.");

    /// <summary>Everything but what is for one machine.</summary>
    public static IEnumerable<string> ClusterOverlays => Overlays.Where(overlay => overlay != "local");

    public static string Overlay(string name) => Render(Path.Combine(_copy.Value, "overlays", name));

    /// <summary>The base with some components, as an overlay would have them.</summary>
    public static string With(IReadOnlyList<string> components) => With(components, "");

    public static string With(IReadOnlyList<string> components, string patches)
    {
        // As deep as an overlay, since the paths are relative.
        var folder = Directory.CreateDirectory(Path.Combine(_copy.Value, "combinations", Guid.NewGuid().ToString("n")));
        File.WriteAllText(Path.Combine(folder.FullName, "kustomization.yaml"), $"""
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            namespace: composerp
            resources: [../../base]
            components: [{string.Join(", ", components.Select(component => $"../../components/{component}"))}]
            {patches}
            """);

        return Render(folder.FullName);
    }

    /// <summary>Every component, by its path within components/.</summary>
    public static IReadOnlyList<string> Components { get; } = FindComponents();

    private static string[] FindComponents()
    {
        var root = Path.Combine(Repository.Kubernetes, "components");

        return
        [
            .. from file in Directory.EnumerateFiles(root, "kustomization.yaml", SearchOption.AllDirectories)
               let folder = Path.GetRelativePath(root, Path.GetDirectoryName(file) ?? "").Replace('\\', '/')
               orderby folder
               select folder,
        ];
    }

    private static string Render(string folder)
    {
        RequireKubectl();

        return _rendered.GetOrAdd(folder, path => new Lazy<string>(() => Run(path))).Value;
    }

    private static string Run(string folder)
    {
        using var kubectl = Start("kubectl", ["kustomize", folder]);
        Assert.NotNull(kubectl);
        var errors = kubectl.StandardError.ReadToEndAsync();
        var yaml = kubectl.StandardOutput.ReadToEnd();
        kubectl.WaitForExit();

        Assert.True(kubectl.ExitCode == 0, $"{folder} does not render: {errors.Result}");

        return yaml;
    }

    /// <returns>null where there is no such program.</returns>
    public static Process? Start(string program, IEnumerable<string> arguments, string? folder = null)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder ?? "",
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Copy()
    {
        var target = Directory.CreateTempSubdirectory("composerp-deploy-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(target, recursive: true);

        foreach (var file in Directory.EnumerateFiles(Repository.Kubernetes, "*.yaml", SearchOption.AllDirectories))
        {
            var copy = new FileInfo(Path.Combine(target, Path.GetRelativePath(Repository.Kubernetes, file)));
            copy.Directory?.Create();
            File.Copy(file, copy.FullName);
        }

        var secrets = Path.Combine(target, "components", "secrets");
        File.WriteAllText(Path.Combine(secrets, "local", "password"), "to-try-with");

        foreach (var part in (string[])["database", "kafka"])
        {
            File.WriteAllText(Path.Combine(secrets, $"plain-{part}", $"{part}-ca.crt"), "to try with");

            foreach (var service in Base.Model.Published.Projects)
            {
                File.WriteAllText(Path.Combine(secrets, $"plain-{part}", $"{service}.env"), PlainKeys(service, part));
            }
        }

        return target;
    }

    private static string PlainKeys(string service, string part)
    {
        var keys = part == "kafka"
            ? (string[])["ConnectionStrings__kafka", "Kafka__Config__SaslUsername", "Kafka__Config__SaslPassword"]
            : [$"ConnectionStrings__{Base.Model.Published.DatabaseOf(service)}"];

        return string.Concat(keys.Select(key => $"{key}=to-try-with\n"));
    }
}
