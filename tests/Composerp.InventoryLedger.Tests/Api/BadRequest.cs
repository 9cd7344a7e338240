using System.Text;

namespace Composerp.InventoryLedger.Tests.Api;

/// <summary>A request that is refused.</summary>
/// <param name="Type">The last part of the problem's type.</param>
/// <param name="Status">"422"; "row" where a row of an import is refused.</param>
/// <param name="Named">
/// The field in "errors", or another field of the problem, with its value where that is known, "path=$.id"; empty where nothing is named.
/// </param>
/// <param name="Request">Method and path.</param>
internal sealed record BadRequest(string Type, string Status, string Named, string Request, string? Body)
{
    /// <summary>Asked of a ledger with archived entries.</summary>
    public bool IsArchived { get; init; }

    public string ContentType { get; init; } = "application/json";

    public Encoding Encoding { get; init; } = Encoding.UTF8;

    public (string Name, string Value)? Header { get; init; }

    /// <summary>As the test is called.</summary>
    public string Name => $"{Type} {Status} {Named}: {Request}";

    /// <summary>What a page would say of it: "path=$.id" names "path".</summary>
    public string NamedField => Named.Split('=')[0];

    public static BadRequest Movement(string type, int status, string named, string json) => new(type, $"{status}", named, "POST /v1/movements", json);

    public static BadRequest Correction(string type, int status, string named, string json) => new(type, $"{status}", named, "POST /v1/cost-corrections", json);

    public static BadRequest Put(string type, int status, string named, string path, string json) => new(type, $"{status}", named, $"PUT {path}", json);

    public static BadRequest Post(string type, int status, string named, string path, string json) => new(type, $"{status}", named, $"POST {path}", json);

    public static BadRequest Get(string type, int status, string named, string path) => new(type, $"{status}", named, $"GET {path}", null);

    /// <param name="columns">The header of a CSV file, or nothing before a line of NDJSON.</param>
    public static BadRequest Row(string type, string named, string kind, string columns, string row) =>
        new(type, "row", named, $"POST /v1/imports/{kind}?source=shop", columns.Length > 0 ? $"{columns}\n{row}\n" : $"{row}\n")
        {
            ContentType = columns.Length > 0 ? "text/csv" : "application/x-ndjson",
        };

    public static BadRequest File(string type, string kind, string file) =>
        new(type, "422", "line=1", $"POST /v1/imports/{kind}?source=shop", file) { ContentType = "text/csv" };

    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(new(Request.Split(' ')[0]), Request.Split(' ', 2)[1]);
        request.Content = Body is null ? null : new StringContent(Body, Encoding, ContentType);

        if (Header is { } header)
        {
            request.Headers.Add(header.Name, header.Value);
        }

        return request;
    }
}
