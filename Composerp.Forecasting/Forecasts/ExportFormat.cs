using Microsoft.Net.Http.Headers;

namespace Composerp.Forecasting.Forecasts;

/// <summary>The forms in which all forecasts of a run are written.</summary>
internal sealed record ExportFormat(string Name, string ContentType)
{
    public const string Description =
        "\"ndjson\", \"csv\" or \"parquet\"; without it the Accept header decides: application/x-ndjson, text/csv or application/vnd.apache.parquet.";

    public static ExportFormat JsonLines { get; } = new("ndjson", "application/x-ndjson");

    public static ExportFormat Csv { get; } = new("csv", "text/csv");

    public static ExportFormat Parquet { get; } = new("parquet", "application/vnd.apache.parquet");

    private static readonly ExportFormat[] _all = [JsonLines, Csv, Parquet];

    /// <summary>What the parameter says, or else what the client accepts best; JSON lines where it says nothing.</summary>
    /// <returns>Null where it is none of them.</returns>
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
                .Select(type => Array.Find(_all, format => new MediaTypeHeaderValue(format.ContentType).IsSubsetOf(type)))
                .FirstOrDefault(format => format is not null);
    }
}
