namespace Composerp.Embedded.Postgres;

/// <summary>Data directories that are deleted with their server, or by a later one if that was not possible.</summary>
internal static class TemporaryFolder
{
    private const string Prefix = "composerp-postgres-";

    // Between the creation of a lock file and its lock lie microseconds.
    private static readonly TimeSpan AgeMin = TimeSpan.FromMinutes(1);

    public static string New() => Path.Combine(UserFolders.Temporary, $"{Prefix}{Guid.CreateVersion7():N}");

    /// <summary>Deletes what killed processes left.</summary>
    public static void DeleteAbandoned() => DeleteAbandoned(UserFolders.Temporary, TimeProvider.System.GetUtcNow() - AgeMin);

    /// <inheritdoc cref="DeleteAbandoned()"/>
    public static void DeleteAbandoned(string place, DateTimeOffset createdBefore)
    {
        foreach (var lockFile in Directory.EnumerateFiles(place, $"{Prefix}*.lock"))
        {
            try
            {
                if (File.GetCreationTimeUtc(lockFile) < createdBefore)
                {
                    DeleteUnlessHeld(lockFile);
                }
            }
            catch (Exception notNow) when (notNow is IOException or UnauthorizedAccessException)
            {
                // Another user's, or a server whose host was killed is writing its last: left to its owner or to a later start.
            }
        }
    }

    private static void DeleteUnlessHeld(string lockFile)
    {
        using var held = FileLock.Find(lockFile);
        if (held is not null)
        {
            new PostgresCluster(Path.ChangeExtension(lockFile, null)).Delete();
            File.Delete(lockFile);
        }
    }
}
