using Microsoft.Net.Http.Headers;

namespace Composerp.InventoryLedger;

/// <summary>The forms in which long lists are written.</summary>
internal sealed record ExportFormat(string Name, string ContentType)
{
    public const string Description = "\"ndjson\" or \"csv\"; without it the Accept header decides: application/x-ndjson or text/csv.";

    public static ExportFormat JsonLines { get; } = new("ndjson", "application/x-ndjson");

    public static ExportFormat Csv { get; } = new("csv", "text/csv");

    private static readonly ExportFormat[] _all = [JsonLines, Csv];

    /// <summary>What the parameter says, or else what the client accepts best; JSON lines where it says nothing.</summary>
    /// <returns>Null where it is neither.</returns>
    public static ExportFormat? Find(string? name, HttpRequest request)
    {
        if (name is not null)
        {
            return Array.Find(_all, format => format.Name == name);
        }

        var accepted = request.GetTypedHeaders().Accept;

        return accepted.Count == 0
            ? JsonLines
            : accepted.Where(type => type.Quality is not 0)
                .OrderByDescending(type => type.Quality ?? 1)
                .Select(Accepted)
                .FirstOrDefault(format => format is not null);
    }

    private static ExportFormat? Accepted(MediaTypeHeaderValue accepted) =>
        Array.Find(_all, format => new MediaTypeHeaderValue(format.ContentType).IsSubsetOf(accepted));
}
