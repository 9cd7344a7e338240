namespace Composerp.Embedded;

/// <summary>A lock between processes on a file, given back when its holder ends, however it ends.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

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

    public static async Task<FileStream> WaitAsync(string path, CancellationToken token)
    {
        FileStream? held;
        while ((held = Find(path)) is null)
        {
            await Task.Delay(Poll, token);
        }

        return held;
    }
}
