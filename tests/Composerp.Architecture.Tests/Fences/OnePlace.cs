using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Composerp.Architecture.Tests.Fences;

/// <summary>Every fact stands in one place: SQL in .sql files, topic names in Topics.cs, versions in one list.</summary>
internal static partial class OnePlace
{
    public static IReadOnlyList<Fence> Fences { get; } =
    [
        new("SQL stands in .sql files", SqlInCode),
        new("No query takes every column", EveryColumn),
        new("No topic literal outside Topics.cs", TopicLiterals),
        new("Every package version is pinned once", VersionsElsewhere),
    ];

    // Tests and measurements may ask the database a question in place; services may not.
    private static IEnumerable<string> SqlInCode(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsCode && file.Under("Composerp.")
        from line in file.Code
        where Sql().IsMatch(line.Code)
        select file.At(line.Number, line.Code);

    private static IEnumerable<string> EveryColumn(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsSql
        from line in file.Lines.Index()
        where SelectStar().IsMatch(line.Item)
        select file.At(line.Index + 1, line.Item);

    private static IEnumerable<string> TopicLiterals(IReadOnlyList<SourceFile> files)
    {
        var topics = files
            .Where(file => file.Path == "Composerp.Contracts/Topics.cs")
            .SelectMany(file => StringLiteral().Matches(file.Text))
            .Select(literal => literal.Value)
            .ToHashSet();

        // The golden test of the names is the second place on purpose.
        return from file in files
               where file.IsCode && file.Path != "Composerp.Contracts/Topics.cs" && !file.Under("tests/Composerp.Contracts.Tests/")
               from line in file.Code
               where StringLiteral().Matches(line.Code).Any(literal => topics.Contains(literal.Value))
               select file.At(line.Number, line.Code);
    }

    private static IEnumerable<string> VersionsElsewhere(IReadOnlyList<SourceFile> files)
    {
        var pinned = files
            .Where(file => file.Name == "Directory.Packages.props")
            .SelectMany(file => XDocument.Parse(file.Text).Descendants("PackageVersion"))
            .Select(package => package.Attribute("Include")?.Value ?? "");

        var twice = pinned.CountBy(name => name).Where(count => count.Value > 1).Select(count => $"{count.Key} is pinned {count.Value} times");

        var elsewhere =
            from file in files
            where file.IsProject || file.Name.EndsWith(".targets", StringComparison.Ordinal)
            from package in XDocument.Parse(file.Text).Descendants("PackageReference")
            where package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null
            select $"{file.Path}: {package}";

        return [.. twice, .. elsewhere];
    }

    // At the start of a literal, or of a line within a raw one; a lone "select" there is C#'s own.
    [GeneratedRegex(
        """["]\s*select\s+\w+\(|(["]|^)\s*(select\s+\S.*\bfrom\s+\w|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|merge\s+into\s|truncate\s"""
        + """|alter\s+table\s|create\s+(table|index|function)\s|with\s+\w+\s+as\s*\(|copy\s+\w+\s*\()""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Sql();

    [GeneratedRegex(@"^(?!\s*--).*\bselect\s+(\w+\.)?\*(?!\s+from\s+unnest)", RegexOptions.IgnoreCase)]
    private static partial Regex SelectStar();

    [GeneratedRegex("""
        "[^"\n]+"
        """)]
    private static partial Regex StringLiteral();
}
