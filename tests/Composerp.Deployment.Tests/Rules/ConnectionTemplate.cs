using System.Text.RegularExpressions;

namespace Composerp.Deployment.Tests.Rules;

/// <summary>Templates of External Secrets, filled as its engine fills those that stand here.</summary>
internal static partial class ConnectionTemplate
{
    public static string Fill(string template, IReadOnlyDictionary<string, string> entry) => Placeholder().Replace(template, match =>
    {
        var value = entry.GetValueOrDefault(match.Groups["name"].Value);

        return match.Groups["default"].Success ? value ?? entry[match.Groups["default"].Value]
            : match.Groups["index"].Success ? value ?? ""
            : match.Groups["quoted"].Success ? entry[match.Groups["name"].Value].Replace("\"", "\"\"", StringComparison.Ordinal)
            : entry[match.Groups["name"].Value];
    });

    [GeneratedRegex("""
        \{\{ (?:(?<index>index \. ")(?<name>\w+)"(?: \| default \.(?<default>\w+))?|\.(?<name>\w+)(?<quoted> \| replace "\\"" "\\"\\"")?) \}\}
        """)]
    private static partial Regex Placeholder();
}
