using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Composerp.ServiceDefaults.Http;

/// <summary>The types of problems that every service may answer with: urn:composerp:{service}:{what}.</summary>
internal static partial class ProblemTypes
{
    public const string EventsArchived = "events-archived";
    public const string MalformedJson = "malformed-json";
    public const string MalformedParameter = "malformed-parameter";
    public const string MalformedRequest = "malformed-request";
    public const string Unavailable = "unavailable";

    public static string Of(string service, string what) => $"urn:composerp:{service}:{what}";

    /// <summary>Gives problems that the framework made (404, 405, 415, 500..) a type of the same form as ours.</summary>
    public static void MakeStable(ProblemDetails problem, string service)
    {
        if (problem.Type?.StartsWith("urn:", StringComparison.Ordinal) == true)
        {
            return;
        }

        var phrase = ReasonPhrases.GetReasonPhrase(problem.Status ?? 500);
#pragma warning disable CA1308 // Lower case is the form of the type, not a comparison.
        problem.Type = Of(service, NotALetter().Replace(phrase.ToLowerInvariant(), "-"));
#pragma warning restore CA1308
        problem.Detail ??= problem.Status switch
        {
            StatusCodes.Status413PayloadTooLarge => $"A body has at most {HttpServer.BodyMebibytesMax} MiB.",
            StatusCodes.Status415UnsupportedMediaType => "Send the body with the header content-type: application/json.",
            _ => null,
        };
    }

    [GeneratedRegex("[^a-z]+")]
    private static partial Regex NotALetter();
}
