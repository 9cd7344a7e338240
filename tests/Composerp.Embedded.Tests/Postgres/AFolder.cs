namespace Composerp.Embedded.Tests.Postgres;

/// <summary>A folder that is deleted with the test, and that the user who stands in for root can enter.</summary>
internal sealed class AFolder : IDisposable
{
    public AFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(UserFolders.Temporary, $"composerp-test-{Guid.CreateVersion7():N}");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
