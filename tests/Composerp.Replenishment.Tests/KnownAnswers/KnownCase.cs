using System.Text.Json;
using System.Text.RegularExpressions;

namespace Composerp.Replenishment.Tests.KnownAnswers;

/// <summary>One row of the file of known answers that lies beside the repository.</summary>
/// <param name="Tolerance">Absolute; rows that say exact allow for the noise of floating point alone.</param>
internal sealed partial record KnownCase(string Id, string Topic, JsonElement Input, JsonElement Expected, double Tolerance)
{
    private const double Exact = 1e-9;

    public override string ToString() => $"{Id} {Topic}";

    /// <returns>Null where the file is not there.</returns>
    public static IReadOnlyList<KnownCase>? FindAll()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Composerp.sln")))
            {
                var path = Path.Combine(folder.FullName, "..", "shared", "data", "replenishment-cases.csv");

                return File.Exists(path) ? [.. File.ReadLines(path).Skip(1).Select(CaseOf)] : null;
            }
        }

        return null;
    }

    // Columns: id, topic, input, expected, tolerance, source, verification; no field holds a line break.
    private static KnownCase CaseOf(string line)
    {
        string[] fields =
        [
            .. Field().Matches(line).Select(field => field.Groups["plain"].Success
                ? field.Groups["plain"].Value
                : field.Groups["quoted"].Value.Replace("\"\"", "\"", StringComparison.Ordinal)),
        ];

        return new(
            fields[0], fields[1], JsonElement.Parse(fields[2]), JsonElement.Parse(fields[3]),
            fields[4] == "exact" ? Exact : double.Parse(fields[4], System.Globalization.CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("""(?<=^|,)(?:"(?<quoted>(?:[^"]|"")*)"|(?<plain>[^,"]*))(?=,|$)""")]
    private static partial Regex Field();
}
