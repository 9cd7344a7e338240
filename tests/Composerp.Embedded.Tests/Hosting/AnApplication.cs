using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Composerp.Embedded.Tests.Hosting;

/// <summary>Small applications for tests.</summary>
internal static class AnApplication
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Nothing but what the test adds.</summary>
    public static IDistributedApplicationTestingBuilder Empty(params string[] args) => DistributedApplicationTestingBuilder.Create(args);

    /// <summary>One service, and what else the test wants; nothing is started.</summary>
    public static IDistributedApplicationTestingBuilder OfOneService(params string[] args)
    {
        var builder = Empty(args);
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Critical));
        builder.AddProject<Projects.Composerp_Tests_Trial_Service>("service").WithHttpHealthCheck("/ready");

        return builder;
    }

    /// <summary>One service, and the dashboard, which tests do without by default.</summary>
    public static IDistributedApplicationTestingBuilder WithDashboard(int port)
    {
        var builder = DistributedApplicationTestingBuilder.Create(
            [$"ASPNETCORE_URLS=http://localhost:{port}"], (options, _) => options.DisableDashboard = false);
        builder.AddProject<Projects.Composerp_Tests_Trial_Service>("service").WithHttpHealthCheck("/ready");

        return builder;
    }

    public static async Task<DistributedApplication> StartAsync(this IDistributedApplicationTestingBuilder builder)
    {
        var app = await builder.BuildAsync(Token);
        await app.StartAsync(Token);

        return app;
    }

    public static async Task<DistributedApplication> StartHealthyAsync(this IDistributedApplicationTestingBuilder builder)
    {
        var app = await builder.StartAsync();
        await app.ResourceNotifications.WaitForResourceHealthyAsync("service", Token);

        return app;
    }

    public static async Task<int> ProcessIdAsync(this DistributedApplication app)
    {
        using var client = app.CreateHttpClient("service");

        return int.Parse(await client.GetStringAsync(new Uri("/id", UriKind.Relative), Token), null);
    }

    public static string? StateOf(this DistributedApplication app, string name) =>
        app.ResourceNotifications.TryGetCurrentState(name, out var current) ? current.Snapshot.State?.Text : null;

    public static bool IsAlive(int processId)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(processId);

            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
