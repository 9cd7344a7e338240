using System.Diagnostics;
using System.Globalization;
using Composerp.Embedded.Processes;

namespace Composerp.Embedded.Postgres;

/// <summary>A data directory, and what its files tell about the server on it.</summary>
internal sealed class PostgresCluster(string directory)
{
    // Line of postmaster.pid that tells how far the server has come.
    private const int StatusLine = 7;

    private string Unfinished => directory + ".new";

    private string PasswordFile => directory + ".password";

    private string PidFile => Path.Combine(directory, "postmaster.pid");

    /// <summary>The major version that wrote the data; null if the directory is absent or empty.</summary>
    /// <exception cref="InvalidOperationException">The directory holds something else.</exception>
    public int? FindMajor()
    {
        var version = Path.Combine(directory, "PG_VERSION");
        if (File.Exists(version))
        {
            return int.Parse(File.ReadAllText(version), CultureInfo.InvariantCulture);
        }

        return Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any()
            ? throw new InvalidOperationException($"{directory} holds files, but no PostgreSQL data; it must be empty or absent.")
            : null;
    }

    /// <summary>Creates the data directory, all of it or nothing.</summary>
    public async Task CreateAsync(PostgresServerOptions options, PostgresBinaries binaries, CancellationToken token)
    {
        DeleteIfThere(Unfinished);
        Directory.CreateDirectory(Unfinished);
        try
        {
            await WritePasswordAsync(PasswordFile, options.Password, token);
            await PostgresUser.GiveAsync(Unfinished, token);
            var initdb = await Command.RunAsync(
                new ProcessSpec(binaries.Initdb, InitdbArguments(options, binaries.Major, Unfinished, PasswordFile))
                {
                    WorkingDirectory = Path.GetDirectoryName(directory),
                    UserName = PostgresUser.Name,
                    Environment = PostgresRun.Variables,
                },
                token);
            if (initdb.ExitCode != 0)
            {
                throw new InvalidOperationException($"PostgreSQL's data could not be created in {directory}: {initdb.Output}");
            }

            DeleteIfThere(directory);
            Directory.Move(Unfinished, directory);
        }
        finally
        {
            DeleteUnfinished();
        }
    }

    /// <summary>Deletes the data, and what a creation left that was interrupted.</summary>
    public void Delete()
    {
        DeleteUnfinished();
        DeleteIfThere(directory);
    }

    /// <summary>Whether the server with this process id says that it accepts connections.</summary>
    public bool IsReady(int processId) =>
        ReadPidFile() is { } lines && lines.Length > StatusLine
        && ProcessIdOf(lines) == processId && lines[StatusLine].Trim() == "ready";

    /// <summary>Deletes what a killed server left if its process id was given out again, to a process that is none.</summary>
    /// <remarks>PostgreSQL sees for itself when the process has gone, or when a server or its children run still.</remarks>
    public void ForgetDeadServer()
    {
        if (ReadPidFile() is { } lines && ProcessIdOf(lines) is { } id && FindProcessName(id) is not (null or "postgres"))
        {
            File.Delete(PidFile);
        }
    }

    private static async Task WritePasswordAsync(string path, string password, CancellationToken token)
    {
        var create = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var file = new StreamWriter(path, create))
        {
            await file.WriteLineAsync(password.AsMemory(), token);
        }

        await PostgresUser.GiveAsync(path, token);
    }

    private static string[] InitdbArguments(PostgresServerOptions options, int major, string place, string passwordFile)
    {
        string[] arguments =
        [
            "--pgdata", place,
            "--username", options.UserName,
            "--pwfile", passwordFile,
            "--auth", "scram-sha-256",
            "--encoding", "UTF8",
            "--locale", "C",
        ];

        // The same order of texts on every system; from 17 on with upper and lower case of all languages.
        string[] provider = major >= 17 ? ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"] : [];
        string[] haste = options.Temporary ? ["--no-sync"] : [];
        return [.. arguments, .. provider, .. haste];
    }

    private static int? ProcessIdOf(string[] pidFile) =>
        pidFile.Length > 0 && int.TryParse(pidFile[0], CultureInfo.InvariantCulture, out var id) ? id : null;

    private static string? FindProcessName(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.ProcessName;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void DeleteIfThere(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void DeleteUnfinished()
    {
        File.Delete(PasswordFile);
        DeleteIfThere(Unfinished);
    }

    private string[]? ReadPidFile()
    {
        try
        {
            return File.ReadAllLines(PidFile);
        }
        catch (IOException)
        {
            // Not there, or just being written.
            return null;
        }
    }
}
