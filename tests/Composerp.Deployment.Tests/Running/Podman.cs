using System.Diagnostics;
using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Running;

/// <summary>The engine that runs rendered Deployments without a cluster, and what adapts them to it, which may lie beside the repository.</summary>
internal static class Podman
{
    private const string ZoneFolder = "/usr/share/zoneinfo";

    private static readonly string _kubePlay = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "kubernetes", "kubeplay"));

    private static readonly Lazy<bool> _isHere = new(() =>
    {
        using var podman = Deployments.Start("podman", ["--version"]);

        return podman is not null;
    });

    public static void Require()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && _isHere.Value, "podman is not on this machine, so no Deployment is run.");
        Assert.SkipUnless(Directory.Exists(_kubePlay), $"What adapts Deployments to podman is not beside the repository ({_kubePlay}).");
        Assert.SkipWhen(StrictValidation.Packages is null, "node and npm, which adapt Deployments to podman, are not here or bring no packages.");
        Deployments.RequireKubectl();
    }

    /// <summary>Runs a command of podman's.</summary>
    /// <returns>What it wrote, trimmed.</returns>
    public static Task<string> RunAsync(params string[] arguments) => RunAsync("podman", arguments, "");

    /// <summary>An image of what the build has put out, with the runtime of this machine: no registry is asked.</summary>
    public static async Task BuildImageAsync(string project, string image)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var output = Path.Combine(Repository.Root, "artifacts", "bin", project, configuration);

        await RunAsync("sh", [Path.Combine(_kubePlay, "aspnet-image.sh"), output, $"{project}.dll", image], "");

        // The base image of what is deployed has time zones.
        await RunAsync("podman", ["build", "--quiet", "--tag", image, "--file", "-", ZoneFolder], $"FROM {image}\nCOPY . {ZoneFolder}\n");
    }

    /// <summary>Writes one file that podman can play for each workload of what was rendered.</summary>
    public static Task AdaptAsync(string rendered, string folder) =>
        RunAsync("node", [Path.Combine(_kubePlay, "adapt.mjs"), folder], rendered);

    private static async Task<string> RunAsync(string program, string[] arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["CONTAINERS_CONF"] = Path.Combine(_kubePlay, "containers.conf"),
                ["ADAPT_REQUIRE"] = StrictValidation.Packages,
            },
        });
        Assert.NotNull(process);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await output}{await errors}");

        return (await output).Trim();
    }
}
