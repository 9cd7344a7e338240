namespace Composerp.Architecture.Tests;

/// <summary>The files of this repository, as git would list them.</summary>
internal static class Repository
{
    private static readonly string[] _generated = [".git", "artifacts", "bin", "obj", "node_modules", ".vs", ".idea", ".vscode"];

    private static readonly string[] _binary = [".png", ".ico", ".woff2", ".parquet"];

    private static readonly Lazy<IReadOnlyList<SourceFile>> _files = new(Read);

    public static IReadOnlyList<SourceFile> Files => _files.Value;

    public static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    private static string FindRoot(DirectoryInfo start)
    {
        for (var folder = start; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Composerp.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Composerp.sln above {start.FullName}: these tests read the sources.");
    }

    private static List<SourceFile> Read()
    {
        var files = new List<SourceFile>();
        Collect(new DirectoryInfo(Root), files);

        return files;
    }

    private static void Collect(DirectoryInfo folder, List<SourceFile> files)
    {
        files.AddRange(
            from file in folder.EnumerateFiles()
            where !_generated.Contains(file.Name) && !_binary.Contains(file.Extension)
            select new SourceFile(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'), File.ReadAllText(file.FullName)));

        foreach (var child in folder.EnumerateDirectories().Where(child => !_generated.Contains(child.Name)))
        {
            Collect(child, files);
        }
    }
}
