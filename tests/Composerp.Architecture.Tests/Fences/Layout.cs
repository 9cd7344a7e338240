using System.Text.RegularExpressions;

namespace Composerp.Architecture.Tests.Fences;

/// <summary>What may stand where.</summary>
internal static partial class Layout
{
    private static readonly string[] _rootFiles =
    [
        ".editorconfig", ".gitattributes", ".gitignore", ".dockerignore", "Composerp.sln", "Directory.Build.props", "Directory.Build.targets",
        "Directory.Packages.props", "LICENSE", "README.md", "global.json",
    ];

    public static IReadOnlyList<Fence> Fences { get; } =
    [
        new("The root holds no debris", RootFiles),
        new("No source chooses between Aspire and embedded", ConditionalCode),
        new("Links between documents lead somewhere", DeadLinks),
        new("Migrations are numbered without gap or repeat", MigrationNumbers),
    ];

    private static IEnumerable<string> RootFiles(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.Folder.Length == 0 && !_rootFiles.Contains(file.Name)
        select file.Path;

    private static IEnumerable<string> ConditionalCode(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsCode && !file.Under("embedded/")
        from line in file.Code
        where Condition().IsMatch(line.Code)
        select file.At(line.Number, line.Code);

    private static IEnumerable<string> DeadLinks(IReadOnlyList<SourceFile> files)
    {
        var places = files.SelectMany(file => Enumerable.Range(0, file.Path.Length + 1)
            .Where(end => end == file.Path.Length || file.Path[end] == '/')
            .Select(end => file.Path[..end])).ToHashSet();

        return from file in files
               where file.Path.EndsWith(".md", StringComparison.Ordinal)
               from link in Link().Matches(file.Text)
               let target = Path.GetRelativePath("/", Path.Combine("/", file.Folder, link.Groups[1].Value)).Replace('\\', '/')
               where !places.Contains(target)
               select $"{file.Path}: {link.Groups[1].Value}";
    }

    private static IEnumerable<string> MigrationNumbers(IReadOnlyList<SourceFile> files) =>
        from file in files
        where Migration().IsMatch(file.Path)
        group file by file.Folder into folder
        let found = folder.Select(file => int.Parse(Migration().Match(file.Path).Groups[1].Value, null)).Order()
        where !found.SequenceEqual(Enumerable.Range(1, folder.Count()))
        select $"{folder.Key}: {string.Join(", ", found)}";

    [GeneratedRegex(@"^\s*#(if|elif)\b")]
    private static partial Regex Condition();

    [GeneratedRegex(@"\]\((?!\w+:|#)([^)#\s]+)")]
    private static partial Regex Link();

    [GeneratedRegex(@"/Migrations/(\d{4})_[a-z0-9_]+\.sql$")]
    private static partial Regex Migration();
}
