using System.Text.RegularExpressions;

namespace Composerp.Architecture.Tests.Fences;

/// <summary>Names say what a thing is for; the words here say only that somebody wrote code.</summary>
internal static partial class Names
{
    private static readonly string[] _empty =
        ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Common", "Base", "Impl", "Info", "Processor", "Dto"];

    private static readonly string[] _emptyAlone = ["Data", "Extensions", "Handler", "Constants", "Misc"];

    public static IReadOnlyList<Fence> Fences { get; } =
    [
        new("No type or file is named with an empty word", EmptyWords),
        new("No folder of a service is a technical layer", TechnicalFolders),
        new("Comments do not narrate, and a to-do has a number", Debris),
    ];

    private static IEnumerable<string> EmptyWords(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsCode
        from name in DeclaredTypes(file).Append(FileStem(file)).Distinct()
        where IsEmpty(name)
        select $"{file.Path}: {name}";

    private static IEnumerable<string> TechnicalFolders(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsService && TechnicalFolder().IsMatch(file.Path)
        select file.Path;

    private static IEnumerable<string> Debris(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsCode || file.IsSql
        from line in file.Lines.Index()
        where DebrisText().IsMatch(line.Item)
        select file.At(line.Index + 1, line.Item);

    // What is public in Aspire's and Microsoft's namespaces carries the name that they gave it.
    private static IEnumerable<string> DeclaredTypes(SourceFile file)
    {
        var foreign = ForeignNamespace().IsMatch(file.Text);

        return from line in file.Code
               let match = TypeDeclaration().Match(line.Code)
               where match.Success && !(foreign && match.Groups["visible"].Success)
               select match.Groups["name"].Value;
    }

    private static bool IsEmpty(string name) =>
        _emptyAlone.Contains(name) || Words().Matches(name).Any(word => _empty.Contains(word.Value));

    // PostMovementTests.Replays.cs is a part of PostMovementTests.
    private static string FileStem(SourceFile file) => file.Name.Split('.')[0];

    [GeneratedRegex(
        @"^\s*(?<visible>public )?((public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref|unsafe) )*"
        + @"(class|interface|enum|struct|record struct|record) (?<name>\w+)")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"^namespace (Aspire|Microsoft|System|Projects)\b", RegexOptions.Multiline)]
    private static partial Regex ForeignNamespace();

    [GeneratedRegex(@"[A-Z][a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex Words();

    [GeneratedRegex(@"^[^/]+/(Services|Controllers|Repositories|Handlers|Managers|Models|Entities|Dtos|Helpers|Utils|Core|Common|Interfaces|Infrastructure)/")]
    private static partial Regex TechnicalFolder();

    [GeneratedRegex(@"^\s*(#[r]egion|// ?(Arrange|Act|Assert)\b|//\s*[=*-]{5,})|\b(TO[D]O|FIX[M]E|HAC[K]|XX[X])\b(?! #\d)")]
    private static partial Regex DebrisText();
}
