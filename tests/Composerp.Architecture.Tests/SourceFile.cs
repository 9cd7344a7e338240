using System.Text.RegularExpressions;

namespace Composerp.Architecture.Tests;

/// <summary>A text file of the repository.</summary>
/// <param name="Path">Relative to the root, with forward slashes.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    public string[] Lines { get; } = Text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    public string Folder => Path.LastIndexOf('/') is var slash and >= 0 ? Path[..slash] : "";

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public bool IsCode => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsSql => Path.EndsWith(".sql", StringComparison.Ordinal);

    public bool IsProject => Path.EndsWith(".csproj", StringComparison.Ordinal);

    public bool IsTest => Under("tests/");

    /// <summary>The project folder of a service: Composerp.InventoryLedger; empty for everything else.</summary>
    public string Service => ServiceFolder().Match(Path).Groups[1].Value;

    public bool IsService => Service.Length > 0;

    /// <summary>The lines without comments: a fence looks at what the code does, not at what it explains.</summary>
    public IEnumerable<(int Number, string Code)> Code =>
        Lines.Select((line, index) => (index + 1, Comment().Replace(line, "")));

    public bool Under(string folder) => Path.StartsWith(folder, StringComparison.Ordinal);

    /// <summary>What a fence reports: where, and what stands there.</summary>
    public string At(int line, string text) => $"{Path}:{line}: {text.Trim()}";

    // "://" is an address, not a comment.
    [GeneratedRegex(@"(?<!:)//.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(Composerp\.(?!AppHost|ServiceDefaults|Contracts)\w+)/")]
    private static partial Regex ServiceFolder();
}
