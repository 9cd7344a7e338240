using System.Text;
using Xunit;

namespace Composerp.Tests.Support.ApiPages;

/// <summary>A request on a page of docs, and its answer.</summary>
/// <param name="Line">Where it stands.</param>
/// <param name="Request">Method and path.</param>
/// <param name="Form">json, ndjson, csv, xml or text.</param>
/// <param name="Status">Number and words.</param>
public sealed record ApiExample(
    int Line,
    string Request,
    IReadOnlyList<(string Name, string Value)> Headers,
    string? Body,
    string Form,
    string Status,
    IReadOnlyList<string> Answer)
{
    public HttpMethod Method => new(Request.Split(' ')[0]);

    public string Path => Request.Split(' ')[1];

    /// <summary>All of a page: each block of http is a request, and the block after it is its answer.</summary>
    public static IReadOnlyList<ApiExample> ReadAll(string[] lines) => [.. Read(lines)];

    /// <summary>Sends the request and compares what comes.</summary>
    /// <returns>Null where it is what the page says; else what is not.</returns>
    public async Task<string?> FindDifferenceAsync(HttpClient http, CancellationToken token) =>
        (await AskAsync(http, token)).Difference;

    /// <summary>Sends the request; the text of the answer, and what of it is not as the page says.</summary>
    public async Task<(string Text, string? Difference)> AskAsync(HttpClient http, CancellationToken token)
    {
        using var request = new HttpRequestMessage(Method, Path);
        request.Content = Body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(Body));

        foreach (var (name, value) in Headers)
        {
            Assert.True(
                request.Headers.TryAddWithoutValidation(name, value) || request.Content?.Headers.TryAddWithoutValidation(name, value) == true, name);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
        var status = $"{(int)response.StatusCode} {response.ReasonPhrase}";
        var form = FormOf(response.Content.Headers.ContentType?.MediaType);
        var text = form == "text" ? await ReadEventsAsync(response, Answer.Count, token) : await response.Content.ReadAsStringAsync(token);

        // What has no content has no form either.
        return (status == Status && (form == Form || text.Length == 0))
            ? (text, text.Length == 0 && Answer.Count == 0 ? null : ExampleAnswer.FindDifference(form, Answer, text))
            : (text, $"{status}, {form}: {text}");
    }

    private static string FormOf(string? mediaType) => mediaType switch
    {
        "application/json" or "application/problem+json" or "application/cloudevents-batch+json" => "json",
        "application/x-ndjson" => "ndjson",
        "text/csv" => "csv",
        "text/event-stream" => "text",
        "image/svg+xml" => "xml",
        _ => $"{mediaType}",
    };

    // It has no end: as much as the page shows.
    private static async Task<string> ReadEventsAsync(HttpResponseMessage response, int lines, CancellationToken token)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(token));
        var text = new StringBuilder();

        for (var n = 0; n < lines; n++)
        {
            text.Append(await reader.ReadLineAsync(token)).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<ApiExample> Read(string[] lines)
    {
        var fences = new Queue<(int Line, string Form, string[] Text)>(ReadFences(lines));

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
                answer.Text[1..]);
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
}
