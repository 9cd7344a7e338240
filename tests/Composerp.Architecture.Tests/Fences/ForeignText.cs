using System.Text.RegularExpressions;

namespace Composerp.Architecture.Tests.Fences;

/// <summary>Text that belongs to a machine, a person or another project, and so not into this repository.</summary>
internal static partial class ForeignText
{
    public static IReadOnlyList<Fence> Fences { get; } =
    [
        new("No package registry is named: mirrors and closed networks decide that", Matching(Registry(), _ => true)),
        new("No path of one machine", Matching(MachinePath(), _ => true)),
        new("No secret, and nothing that looks like one", Matching(Secret(), _ => true)),
        new("No password stands in the sources", Matching(Password(), file => !file.IsTest)),
    ];

    private static Func<IReadOnlyList<SourceFile>, IEnumerable<string>> Matching(Regex pattern, Func<SourceFile, bool> applies) => files =>
        from file in files
        where applies(file)
        from line in file.Lines.Index()
        where pattern.IsMatch(line.Item)
        select file.At(line.Index + 1, line.Item);

    [GeneratedRegex(@"\b(nuget|npmjs|yarnpkg|pypi|pythonhosted|rubygems|crates|golang|maven)\.(org|com|io|dev)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Registry();

    [GeneratedRegex(@"(?<![\w.])/(home|root|work|Users|private/var)/\w|\b[A-Z]:\\(Users|Projects|src)\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}\b|\bxox[bp]-[\w-]{20}|\beyJ[\w-]{20,}\.eyJ[\w-]{20,}")]
    private static partial Regex Secret();

    [GeneratedRegex("""\b(password|passwd|secret|api-?key|token)["']?\s*[=:]\s*["']?(?!=|secret;)[A-Za-z0-9+/_!#-]{6,}["';]""", RegexOptions.IgnoreCase)]
    private static partial Regex Password();
}
