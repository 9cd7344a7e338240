using Composerp.Embedded.Processes;

namespace Composerp.Embedded.Postgres;

/// <summary>Who runs PostgreSQL, which refuses to run as root.</summary>
internal static class PostgresUser
{
    /// <summary>The unprivileged user that stands in for root; null if this process is not root.</summary>
    public static string? Name { get; } = UserFolders.IsUnixRoot ? FindUser() : null;

    /// <summary>Makes a file or folder that this process created the user's own.</summary>
    public static async Task GiveAsync(string path, CancellationToken token)
    {
        if (Name is null)
        {
            return;
        }

        var change = await Command.RunAsync(new ProcessSpec("chown", [Name, path]), token);
        if (change.ExitCode != 0)
        {
            throw new InvalidOperationException($"{path} could not be given to the user {Name}: {change.Output}");
        }
    }

    private static string FindUser() =>
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
}
