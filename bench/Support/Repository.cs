namespace Composerp.Bench.Support;

/// <summary>Where the sources and the artifacts lie.</summary>
public static class Repository
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
