using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Composerp.ServiceDefaults.Http;

/// <summary>Refuses parameters that the endpoint does not have, and values that the database could not hold.</summary>
/// <remarks>
/// A misspelt filter would silently be no filter, and a misspelt dryRun no dry run. The database has no character of code
/// zero; no code or cursor of ours has one either.
/// </remarks>
internal static class RefusedParameters
{
    public static async Task RefuseAsync(HttpContext context, RequestDelegate next)
    {
        if (FindRefusal(context) is not { } refusal)
        {
            await next(context);

            return;
        }

        var service = ServiceName.Of(context.RequestServices.GetRequiredService<IHostEnvironment>());

        await TypedResults.Problem(new ProblemDetails
        {
            Status = StatusCodes.Status400BadRequest,
            Type = ProblemTypes.Of(service, ProblemTypes.MalformedParameter),
            Title = "Malformed parameter",
            Detail = refusal.Reason,
            Extensions = { ["parameter"] = refusal.Parameter },
        }).ExecuteAsync(context);
    }

    private static (string Parameter, string Reason)? FindRefusal(HttpContext context)
    {
        // Pages of others, such as the interactive API, say nothing of their parameters and take what they like.
        if (context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() is not { Count: > 0 } known)
        {
            return null;
        }

        foreach (var (name, values) in context.Request.Query)
        {
            if (!known.Any(parameter => string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                return (name, $"There is no parameter {name}.");
            }

            if (values.Any(HoldsNul))
            {
                return Unstorable(name);
            }
        }

        return context.Request.RouteValues.FirstOrDefault(value => HoldsNul(value.Value as string)).Key is { } route ? Unstorable(route) : null;
    }

    private static (string Parameter, string Reason) Unstorable(string name) => (name, $"The value of {name} holds a character of code zero.");

    private static bool HoldsNul(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;
}
