namespace Composerp.Embedded;

/// <summary>Where data that are kept, fetched again at need, or thrown away belong on this system.</summary>
/// <remarks>For root never in root's own places, which the unprivileged user that stands in for it cannot enter.</remarks>
internal static class UserFolders
{
    public const string DataVariable = "COMPOSERP_DATA";

    /// <summary>The folder for data that the environment names; null where it names none.</summary>
    public static string? NamedData { get; } = Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } named ? Path.GetFullPath(named) : null;

    public static string Data { get; } =
        NamedData ?? (IsUnixRoot ? "/var/lib/composerp" : Below(Environment.SpecialFolder.LocalApplicationData));

    public static string Cache { get; } = FindCache();

    public static string Temporary { get; } = IsUnixRoot ? "/tmp" : Path.GetTempPath();

    public static bool IsUnixRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    private static string FindCache()
    {
        if (IsUnixRoot)
        {
            return "/var/cache/composerp";
        }

        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(Below(Environment.SpecialFolder.LocalApplicationData), "cache");
        }

        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache)
        {
            return Path.Combine(cache, "composerp");
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.Combine(home, OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache", "composerp");
    }

    private static string Below(Environment.SpecialFolder folder) => Path.Combine(
        Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify), "composerp");
}
