using Composerp.Tests.Support;

namespace Composerp.Embedded.Tests;

/// <summary>What was taken from the real Aspire; it lies beside the repository where that is developed.</summary>
internal static class AspireFacts
{
    /// <summary>The folder; skips the test where it is absent.</summary>
    public static string FolderOrSkip(string name)
    {
        var path = Path.GetFullPath(Path.Combine(SharedData.RepositoryRoot(), "..", "shared", name));
        Assert.SkipUnless(Directory.Exists(path), $"../shared/{name} is not beside the repository: it holds what the real Aspire offers and writes.");

        return path;
    }
}
