using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Model;
using Composerp.Embedded.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Composerp.Embedded.Dashboard;

/// <summary>The page, what it listens to, and what its buttons call.</summary>
internal sealed class DashboardRoutes(
    ResourceCollection resources,
    ResourceNotificationService notifications,
    ResourceCommandService commands,
    ResourceLogs logs,
    Lifetimes lifetimes,
    IHostEnvironment environment,
    IHostApplicationLifetime application)
{
    private static readonly Dictionary<string, string> _commands = new()
    {
        ["start"] = KnownResourceCommands.StartCommand,
        ["stop"] = KnownResourceCommands.StopCommand,
        ["restart"] = KnownResourceCommands.RestartCommand,
    };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => PageFile("index.html", "text/html; charset=utf-8"));
        routes.MapGet("/page.css", () => PageFile("page.css", "text/css"));
        routes.MapGet("/page.js", () => PageFile("page.js", "text/javascript"));
        routes.MapGet("/api/application", () => TypedResults.Text(environment.ApplicationName));
        routes.MapGet("/api/resources", (CancellationToken gone) => TypedResults.ServerSentEvents(WatchResourcesAsync(gone)));
        routes.MapGet("/api/resources/{name}/log", (string name, CancellationToken gone) => resources.Find(name) is null
            ? Results.NotFound()
            : TypedResults.ServerSentEvents(WatchLogAsync(name, gone)));
        routes.MapPost("/api/resources/{name}/{command}", ObeyAsync);
    }

    private static IResult PageFile(string name, string type)
    {
        var file = typeof(DashboardRoutes).Assembly.GetManifestResourceStream($"dashboard/{name}");

        return file is null ? Results.NotFound() : Results.Stream(file, type);
    }

    // To its end, also when the page is closed meanwhile: half a restart would be a stop.
    private async Task<IResult> ObeyAsync(string name, string command)
    {
        if (!_commands.TryGetValue(command, out var known) || lifetimes.Find(name) is null)
        {
            return Results.NotFound();
        }

        var obeyed = await commands.ExecuteCommandAsync(name, known, CancellationToken.None);

        return obeyed.Success ? Results.NoContent() : Results.Conflict(obeyed.Message);
    }

    private async IAsyncEnumerable<SseItem<ResourceView>> WatchResourcesAsync([EnumeratorCancellation] CancellationToken gone)
    {
        using var end = EndOf(gone);

        await foreach (var changed in UntilCancelled(notifications.WatchAsync(end.Token), end.Token))
        {
            yield return new(ResourceView.Of(changed));
        }
    }

    private async IAsyncEnumerable<SseItem<PrintedLine>> WatchLogAsync(string name, [EnumeratorCancellation] CancellationToken gone)
    {
        using var end = EndOf(gone);

        await foreach (var line in UntilCancelled(logs.WatchAsync(name, end.Token), end.Token))
        {
            yield return new(line);
        }
    }

    // The page may stay open longer than the application runs.
    private CancellationTokenSource EndOf(CancellationToken gone) =>
        CancellationTokenSource.CreateLinkedTokenSource(gone, application.ApplicationStopping);

    private static async IAsyncEnumerable<T> UntilCancelled<T>(IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken token)
    {
        await using var each = items.GetAsyncEnumerator(token);

        while (await MovesNextAsync(each, token))
        {
            yield return each.Current;
        }
    }

    private static async Task<bool> MovesNextAsync<T>(IAsyncEnumerator<T> each, CancellationToken token)
    {
        try
        {
            return await each.MoveNextAsync();
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return false;
        }
    }
}
