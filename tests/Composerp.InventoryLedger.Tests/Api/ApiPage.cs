using System.Text.RegularExpressions;
using Composerp.Tests.Support;
using Composerp.Tests.Support.ApiPages;

namespace Composerp.InventoryLedger.Tests.Api;

/// <summary>docs/ledger-api.md as its tests read it: examples, what it says of each operation, and the table of problems.</summary>
internal sealed partial class ApiPage
{
    /// <summary>What follows this line is asked of a ledger with archived entries.</summary>
    private const string ArchivedMark = "<!-- asked of a ledger whose oldest entries are archived -->";

    private static readonly Lazy<ApiPage> _read = new(() => new(
        File.ReadAllLines(Path.Combine(SharedData.RepositoryRoot(), "docs", "ledger-api.md"))));

    private ApiPage(string[] lines)
    {
        Examples = ApiExample.ReadAll(lines);
        ArchivedFrom = Array.IndexOf(lines, ArchivedMark);
        Assert.True(ArchivedFrom > 0, $"There is no line {ArchivedMark}");
        Operations = [.. ReadOperations(lines)];
        Problems = ReadProblems(lines).ToDictionary(problem => problem.Type);
    }

    public static ApiPage Read() => _read.Value;

    public IReadOnlyList<ApiExample> Examples { get; }

    /// <summary>Examples after this line are asked of a ledger with archived entries.</summary>
    public int ArchivedFrom { get; }

    public IReadOnlyList<ApiOperation> Operations { get; }

    public IReadOnlyDictionary<string, ApiProblem> Problems { get; }

    public IEnumerable<string> StatusesOf(string type) => Problems.TryGetValue(type, out var problem) ? problem.Statuses : [];

    /// <summary>An operation is told of from the line that begins with its name to the next heading.</summary>
    private static IEnumerable<ApiOperation> ReadOperations(string[] lines)
    {
        for (var n = 0; n < lines.Length; n++)
        {
            if (OperationLine().Match(lines[n]) is { Success: true } operation)
            {
                var text = lines.Skip(n).TakeWhile((line, count) => count == 0 || !(line.StartsWith('#') || OperationLine().IsMatch(line))).ToArray();
                var problems = text.SkipWhile(line => !line.StartsWith("Problems: ", StringComparison.Ordinal)).TakeWhile(line => line.Length > 0);

                yield return new(operation.Groups[1].Value, [.. problems.SelectMany(Codes)], text.SelectMany(Codes).ToHashSet());
            }
        }
    }

    private static IEnumerable<ApiProblem> ReadProblems(string[] lines) =>
        from line in lines.SkipWhile(line => line != "## Problems")
        where line.StartsWith("| `", StringComparison.Ordinal)
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        select new ApiProblem(cells[1].Trim('`'), cells[2].Split(", ").ToHashSet(), Codes(cells[4]).ToHashSet());

    private static IEnumerable<string> Codes(string line) => Code().Matches(line).Select(code => code.Groups[1].Value);

    [GeneratedRegex("^`((?:GET|PUT|POST) /v1/[^`]*)`")]
    private static partial Regex OperationLine();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}

/// <param name="Name">Method and path, such as "GET /v1/items/{sku}".</param>
/// <param name="Problems">Types that it may answer, beside those of every call.</param>
/// <param name="Words">All that is told of by its code.</param>
internal sealed record ApiOperation(string Name, IReadOnlyList<string> Problems, IReadOnlySet<string> Words);

/// <param name="Statuses">"409"; "row" where it stands in the errors of an import.</param>
/// <param name="Fields">What is named with it.</param>
internal sealed record ApiProblem(string Type, IReadOnlySet<string> Statuses, IReadOnlySet<string> Fields);
