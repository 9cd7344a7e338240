using System.Text.RegularExpressions;
using Composerp.Tests.Support;

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
        Examples = [.. ReadExamples(lines)];
        Operations = [.. ReadOperations(lines)];
        Problems = ReadProblems(lines).ToDictionary(problem => problem.Type);
    }

    public static ApiPage Read() => _read.Value;

    public IReadOnlyList<ApiExample> Examples { get; }

    public IReadOnlyList<ApiOperation> Operations { get; }

    public IReadOnlyDictionary<string, ApiProblem> Problems { get; }

    public IEnumerable<string> StatusesOf(string type) => Problems.TryGetValue(type, out var problem) ? problem.Statuses : [];

    private static IEnumerable<ApiExample> ReadExamples(string[] lines)
    {
        var fences = new Queue<(int Line, string Form, string[] Text)>(ReadFences(lines));
        var archivedFrom = Array.IndexOf(lines, ArchivedMark);
        Assert.True(archivedFrom > 0, $"There is no line {ArchivedMark}");

        while (fences.TryDequeue(out var request))
        {
            Assert.True(request.Form == "http", $"Line {request.Line}: a block of {request.Form} is the answer to no request.");
            Assert.True(fences.TryDequeue(out var answer) && answer.Form != "http", $"Line {request.Line}: the request has no answer.");
            var blank = Array.IndexOf(request.Text, "");
            var head = blank < 0 ? request.Text : request.Text[..blank];

            yield return new(
                request.Line,
                head[0],
                [.. head[1..].Select(header => header.Split(": ", 2) is [var name, var value] ? (name, value) : throw new FormatException(header))],
                // Files end with a line break.
                blank < 0 ? null : string.Concat(request.Text[(blank + 1)..].Select(line => $"{line}\n")),
                answer.Form,
                answer.Text[0],
                answer.Text[1..],
                request.Line > archivedFrom);
        }
    }

    private static IEnumerable<(int Line, string Form, string[] Text)> ReadFences(string[] lines)
    {
        for (var n = 0; n < lines.Length; n++)
        {
            if (lines[n].StartsWith("```", StringComparison.Ordinal))
            {
                var end = Array.IndexOf(lines, "```", n + 1);

                yield return (n + 1, lines[n][3..], lines[(n + 1)..end]);
                n = end;
            }
        }
    }

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

/// <summary>A request and its answer.</summary>
/// <param name="Line">Where it stands.</param>
/// <param name="Request">Method and path.</param>
/// <param name="Form">json, ndjson, csv or text.</param>
/// <param name="Status">Number and words.</param>
internal sealed record ApiExample(
    int Line,
    string Request,
    IReadOnlyList<(string Name, string Value)> Headers,
    string? Body,
    string Form,
    string Status,
    IReadOnlyList<string> Answer,
    bool IsArchived)
{
    public HttpMethod Method => new(Request.Split(' ')[0]);

    public string Path => Request.Split(' ')[1];
}

/// <param name="Name">Method and path, such as "GET /v1/items/{sku}".</param>
/// <param name="Problems">Types that it may answer, beside those of every call.</param>
/// <param name="Words">All that is told of by its code.</param>
internal sealed record ApiOperation(string Name, IReadOnlyList<string> Problems, IReadOnlySet<string> Words);

/// <param name="Statuses">"409"; "row" where it stands in the errors of an import.</param>
/// <param name="Fields">What is named with it.</param>
internal sealed record ApiProblem(string Type, IReadOnlySet<string> Statuses, IReadOnlySet<string> Fields);
