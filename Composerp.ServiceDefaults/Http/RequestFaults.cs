using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Composerp.ServiceDefaults.Http;

/// <summary>Turns requests that cannot be read, and a database that is away, into problem details; the rest is a 500 without internals.</summary>
internal sealed partial class RequestFaults(IProblemDetailsService problems, IHostEnvironment environment) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (ProblemOf(exception) is not { } problem)
        {
            return false;
        }

        httpContext.Response.StatusCode = problem.Status ?? StatusCodes.Status400BadRequest;

        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = "1";
        }

        await problems.WriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });

        return true;
    }

    private ProblemDetails? ProblemOf(Exception exception) => exception switch
    {
        BadHttpRequestException { InnerException: JsonException malformed } => OfJson(malformed),
        BadHttpRequestException refused => OfRequest(refused),
        NpgsqlException { IsTransient: true } => Problem(
            503, ProblemTypes.Unavailable, "Database unavailable", "The database cannot be reached. Nothing was changed; try again."),
        _ => null,
    };

    private ProblemDetails OfJson(JsonException malformed)
    {
        var problem = Problem(400, ProblemTypes.MalformedJson, "Malformed JSON", JsonFault.Reason(malformed));
        problem.Extensions["path"] = JsonFault.Path(malformed);

        if (malformed.LineNumber is { } line)
        {
            // JsonException counts from 0, people and editors from 1.
            problem.Extensions["line"] = line + 1;
        }

        return problem;
    }

    private ProblemDetails OfRequest(BadHttpRequestException refused)
    {
        if (UnboundParameter().Match(refused.Message) is { Success: true } unbound)
        {
            return OfParameter(unbound.Groups["name"].Value, $"\"{unbound.Groups["value"].Value}\" is not a value of the parameter");
        }

        if (MissingParameter().Match(refused.Message) is { Success: true } missing)
        {
            return OfParameter(missing.Groups["name"].Value, "There is no value of the required parameter");
        }

        return Problem(
            refused.StatusCode,
            ProblemTypes.MalformedRequest,
            "Malformed request",
            MissingBody().IsMatch(refused.Message) ? "The request needs a body." : refused.Message);
    }

    private ProblemDetails OfParameter(string member, string reason)
    {
        // The members of a record that stands for several parameters have capital letters.
        var name = JsonNamingPolicy.CamelCase.ConvertName(member);
        var problem = Problem(400, ProblemTypes.MalformedParameter, "Malformed parameter", $"{reason} {name}.");
        problem.Extensions["parameter"] = name;

        return problem;
    }

    private ProblemDetails Problem(int status, string type, string title, string detail) => new()
    {
        Status = status,
        Type = ProblemTypes.Of(ServiceName.Of(environment), type),
        Title = title,
        Detail = detail,
    };

    // The framework's messages hold C# types and advice to programmers, which is nobody's business.
    [GeneratedRegex("""^Failed to bind parameter "\S.* (?<name>\w+)" from "(?<value>.*)"\.$""", RegexOptions.Singleline)]
    private static partial Regex UnboundParameter();

    [GeneratedRegex("""^Required parameter "\S.* (?<name>\w+)" was not provided from (?!body)""", RegexOptions.Singleline)]
    private static partial Regex MissingParameter();

    [GeneratedRegex("""^Implicit body inferred|was not provided from body""")]
    private static partial Regex MissingBody();
}
