using Xunit;

namespace Composerp.Tests.Support;

/// <summary>Real data sets, which are too large for the repository and may lie beside it.</summary>
public static class SharedData
{
    /// <summary>Returns the path of a file such as "m5/calendar.csv"; skips the test where it is absent.</summary>
    public static string FindOrSkip(string name)
    {
        var repository = RepositoryRoot();
        var path = Path.GetFullPath(Path.Combine(repository, "..", "shared", "data", name));
        Assert.SkipUnless(File.Exists(path), $"The data set {name} is not beside the repository ({path}).");
        return path;
    }

    /// <summary>The folder of Composerp.sln.</summary>
    public static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Composerp.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository.");
    }
}
