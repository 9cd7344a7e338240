using System.Net;
using System.Text.Json;

namespace Composerp.Samples.Api;

/// <summary>A service refused a request; the message says what it answered.</summary>
public sealed class ApiProblemException(HttpStatusCode status, string request, string body)
    : Exception($"{request} answered {(int)status}: {body}")
{
    public HttpStatusCode Status { get; } = status;

    /// <summary>The problem details (RFC 9457) as sent; empty where the answer was none.</summary>
    public JsonElement Problem { get; } = Parse(body);

    /// <summary>The stable type, such as urn:composerp:inventory-ledger:unknown-item.</summary>
    public string ProblemType => Problem.ValueKind == JsonValueKind.Object && Problem.TryGetProperty("type", out var type)
        ? type.GetString() ?? ""
        : "";

    private static JsonElement Parse(string body)
    {
        try
        {
            return JsonDocument.Parse(body).RootElement;
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
