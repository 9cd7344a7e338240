namespace Composerp.AppHost.Tests;

/// <summary>Where the sources lie: golden files are compared with them, and real data lie beside them where they are there.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    private static string FindRoot(DirectoryInfo start)
    {
        for (var folder = start; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Composerp.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Composerp.sln above {start.FullName}.");
    }
}
