namespace Composerp.Embedded.Postgres;

/// <summary>Data directories that are deleted with their server, or by a later one if that was not possible.</summary>
internal static class TemporaryFolder
{
    private const string Prefix = "composerp-postgres-";

    // Between the creation of a lock file and its lock lie microseconds.
    private static readonly TimeSpan AgeMin = TimeSpan.FromMinutes(1);

    public static string New() => Path.Combine(UserFolders.Temporary, $"{Prefix}{Guid.CreateVersion7():N}");

    /// <summary>Deletes what killed processes left.</summary>
    public static void DeleteAbandoned()
    {
        foreach (var lockFile in Directory.EnumerateFiles(UserFolders.Temporary, $"{Prefix}*.lock"))
        {
            if (TimeProvider.System.GetUtcNow() - File.GetCreationTimeUtc(lockFile) < AgeMin)
            {
                continue;
            }

            using var held = FileLock.Find(lockFile);
            if (held is not null)
            {
                var folder = Path.ChangeExtension(lockFile, null);
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }

                File.Delete(lockFile);
            }
        }
    }
}
