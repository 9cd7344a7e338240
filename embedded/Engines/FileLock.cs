using System.Diagnostics;

namespace Composerp.Embedded;

/// <summary>A lock between processes on a file, given back when its holder ends, however it ends.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns null if another process, or another caller in this one, holds the lock.</summary>
    public static FileStream? Find(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Waits for the lock; returns null if it was not to be had in the time.</summary>
    public static async Task<FileStream?> FindAsync(string path, TimeSpan limit, CancellationToken token)
    {
        var watch = Stopwatch.StartNew();
        FileStream? held;
        while ((held = Find(path)) is null && watch.Elapsed < limit)
        {
            await Task.Delay(Poll, token);
        }

        return held;
    }
}
