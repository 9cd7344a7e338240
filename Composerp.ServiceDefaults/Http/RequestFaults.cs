using System.Globalization;
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
        problem.Extensions["path"] = malformed.Path ?? "$";

        if (malformed.LineNumber is { } line)
        {
            // JsonException counts from 0, people and editors from 1.
            problem.Extensions["line"] = line + 1;
        }

        return problem;
    }

    private ProblemDetails OfRequest(BadHttpRequestException refused)
    {
        var unbound = UnboundParameter().Match(refused.Message);

        if (!unbound.Success)
        {
            return Problem(refused.StatusCode, ProblemTypes.MalformedRequest, "Malformed request", refused.Message);
        }

        var (name, value) = (unbound.Groups["name"].Value, unbound.Groups["value"].Value);
        var problem = Problem(
            400,
            ProblemTypes.MalformedParameter,
            "Malformed parameter",
            string.Create(CultureInfo.InvariantCulture, $"\"{value}\" is not a value of the parameter {name}."));
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

    // The framework's message holds the C# type of the parameter, which is nobody's business.
    [GeneratedRegex("""^Failed to bind parameter "\S.* (?<name>\w+)" from "(?<value>.*)"\.$""", RegexOptions.Singleline)]
    private static partial Regex UnboundParameter();
}
