using System.Text.RegularExpressions;

namespace Composerp.Tests.Support.ApiPages;

/// <summary>Ids of a page and those that the service gave for them: where the page first shows one, it is the one answered there.</summary>
public sealed partial class PageIds
{
    private readonly Dictionary<string, string> _given = [];

    /// <summary>The example with the ids that the service gave.</summary>
    public ApiExample Named(ApiExample example) => example with
    {
        Request = Named(example.Request),
        Body = example.Body is null ? null : Named(example.Body),
        Answer = [.. example.Answer.Select(Named)],
    };

    /// <summary>Takes over the ids of an answer: one by one where the page shows all of them, else the first.</summary>
    public void Learn(ApiExample told, string text)
    {
        string[] shown = [.. Id().Matches(string.Concat(told.Answer)).Select(id => id.Value)];
        string[] given = [.. Id().Matches(text).Select(id => id.Value)];

        foreach (var (one, other) in shown.Zip(given).Take(shown.Length == given.Length ? shown.Length : 1))
        {
            if (!_given.ContainsValue(other))
            {
                _given.TryAdd(one, other);
            }
        }
    }

    private string Named(string text) => Id().Replace(text, id => _given.GetValueOrDefault(id.Value, id.Value));

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();
}
