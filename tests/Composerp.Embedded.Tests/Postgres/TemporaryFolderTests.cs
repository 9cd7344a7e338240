using Composerp.Embedded.Postgres;

namespace Composerp.Embedded.Tests.Postgres;

public sealed class TemporaryFolderTests : IDisposable
{
    private readonly AFolder _folder = new();

    private static DateTimeOffset Later => TimeProvider.System.GetUtcNow().AddMinutes(1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_killed_process_left_is_deleted_also_of_an_unfinished_creation()
    {
        Leave("killed", "killed.new", "killed.password", "killed.lock");

        TemporaryFolder.DeleteAbandoned(_folder.Path, Later);

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void What_is_in_use_or_young_is_left_alone()
    {
        Leave("young", "young.lock", "used");
        TemporaryFolder.DeleteAbandoned(_folder.Path, TimeProvider.System.GetUtcNow().AddMinutes(-1));
        Assert.True(Directory.Exists(PathOf("young")));

        using var held = FileLock.Find(PathOf("used.lock"));
        TemporaryFolder.DeleteAbandoned(_folder.Path, Later);
        Assert.NotNull(held);
        Assert.Equal([PathOf("used")], Directory.GetDirectories(_folder.Path));
    }

    [Fact]
    public void What_cannot_be_deleted_is_no_hindrance()
    {
        Leave("one", "one.lock", "stuck.lock", "two", "two.lock");

        // A folder where a file is expected: even root is refused, as others are by what is not their own.
        Directory.CreateDirectory(PathOf("stuck.password"));

        TemporaryFolder.DeleteAbandoned(_folder.Path, Later);

        Assert.Equal(
            [PathOf("stuck.lock"), PathOf("stuck.password")],
            Directory.GetFileSystemEntries(_folder.Path).Order(StringComparer.Ordinal));
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, $"composerp-postgres-{name}");

    private void Leave(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Path.HasExtension(name) && !name.EndsWith(".new", StringComparison.Ordinal))
            {
                File.WriteAllText(PathOf(name), "");
            }
            else
            {
                File.WriteAllText(Path.Combine(Directory.CreateDirectory(PathOf(name)).FullName, "PG_VERSION"), "15");
            }
        }
    }
}
