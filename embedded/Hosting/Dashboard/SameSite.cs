using System.Net;
using Microsoft.AspNetCore.Http;

namespace Composerp.Embedded.Dashboard;

/// <summary>Keeps other sites, open in the same browser, away from the dashboard.</summary>
internal static class SameSite
{
    // Scripts and styles are the page's own files; nobody may frame the page.
    private const string Policy = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static async Task RefuseOthersAsync(HttpContext context, RequestDelegate next)
    {
        if (!IsLocal(context.Request.Host.Host) || (ChangesSomething(context.Request) && IsForeign(context.Request)))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;

            return;
        }

        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        await next(context);
    }

    // A name that somebody else has pointed at this machine is not its name.
    private static bool IsLocal(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool ChangesSomething(HttpRequest request) => !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);

    // Browsers name the origin of every such request; a program on this machine need not.
    private static bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();

        return origin.Length > 0
            ? !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            : request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none");
    }
}
