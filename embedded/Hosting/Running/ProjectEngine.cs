using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Model;
using Composerp.Embedded.Processes;

namespace Composerp.Embedded.Running;

/// <summary>Runs a project's built assembly as a process.</summary>
internal sealed class ProjectEngine(ProjectResource project, ResourceLogs logs) : IEngine
{
    // A service has 25 s to finish what is in flight.
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(30);

    // The host's own settings, which would otherwise be the services' too.
    private static readonly string[] _notInherited =
    [
        "ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT",
        "DOTNET_LAUNCH_PROFILE", "DOTNET_URLS", "HTTP_PORTS", "HTTPS_PORTS",
    ];

    /// <exception cref="DistributedApplicationException">The project was not built.</exception>
    public async Task<IRunning> StartAsync(CancellationToken token)
    {
        var assembly = AssemblyOf(project);
        var environment = new Dictionary<string, string?>(_notInherited.Select(name => KeyValuePair.Create(name, (string?)null)));

        foreach (var (name, value) in await ResourceEnvironment.Of(project, isPublishMode: false).ResolveAsync(token))
        {
            environment[name] = value;
        }

        return new Running(SupervisedProcess.Start(new(DotnetPath(), [assembly, .. project.All<ArgumentsAnnotation>().SelectMany(some => some.Arguments)])
        {
            WorkingDirectory = Path.GetDirectoryName(project.Last<ProjectAnnotation>()?.Metadata.ProjectPath),
            Environment = environment,
            OnOutputLine = line => logs.Append(project, line, isError: false),
            OnErrorLine = line => logs.Append(project, line, isError: true),
        }));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string AssemblyOf(ProjectResource project)
    {
        var metadata = project.Last<ProjectAnnotation>()?.Metadata
            ?? throw new DistributedApplicationException($"Resource '{project.Name}' has no project.");

        var assembly = BuildFacts.ProjectOutput(metadata) ?? throw new DistributedApplicationException(
            $"Nothing says where {metadata.ProjectPath} is built to: the AppHost's project must import Composerp.Embedded.AppHost.targets.");

        return File.Exists(assembly) ? assembly : throw new DistributedApplicationException($"{assembly} is missing: build {metadata.ProjectPath}.");
    }

    // The runtime that runs this process lies in <dotnet>/shared/<framework>/<version>.
    private static string DotnetPath()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var root = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var path = Path.Combine(root, name);

        return File.Exists(path) ? path : name;
    }

    private sealed class Running(SupervisedProcess process) : IRunning
    {
        public int? ProcessId => process.Id;

        public Task<int> Completion => process.Completion;

        public async Task StopAsync()
        {
            await process.StopAsync(_grace);
            await process.DisposeAsync();
        }
    }
}
