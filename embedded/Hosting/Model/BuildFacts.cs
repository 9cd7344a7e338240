using System.Reflection;
using Aspire.Hosting;

namespace Composerp.Embedded.Model;

/// <summary>What the build wrote into the AppHost's assembly (build/Composerp.Embedded.AppHost.targets).</summary>
internal static class BuildFacts
{
    private const string ProjectDirectoryKey = "apphostprojectpath";
    private const string ProjectOutputKey = "projectoutput:";

    public static string? ProjectDirectory(Assembly? appHost) => Find(appHost, ProjectDirectoryKey);

    /// <summary>The assembly that a project was built to.</summary>
    public static string? ProjectOutput(IProjectMetadata project) => Find(project.GetType().Assembly, ProjectOutputKey + project.ProjectPath);

    private static string? Find(Assembly? assembly, string key) => assembly?
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(fact => string.Equals(fact.Key, key, StringComparison.Ordinal))?.Value;
}
