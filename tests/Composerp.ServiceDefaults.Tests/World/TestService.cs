using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Composerp.ServiceDefaults.Tests.World;

/// <summary>A service in this process: the real host, Kestrel, database and broker, with nothing of the business.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestService(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    public NpgsqlDataSource Database => _app.Services.GetRequiredService<NpgsqlDataSource>();

    public int Port => new Uri(_app.Urls.Single()).Port;

    public HttpClient Client() => new() { BaseAddress = new Uri(_app.Urls.Single()) };

    /// <param name="name">Last part of the application's name: "Buyer" is the service "buyer".</param>
    /// <param name="port">0 takes a free one.</param>
    public static async Task<TestService> StartAsync(
        string name, Dictionary<string, string?> configuration, Action<WebApplicationBuilder> add, Action<WebApplication>? map = null, int port = 0)
    {
        var builder = Builder(name, configuration);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.AddServiceDefaults();
        builder.Services.AddOpenApi();
        add(builder);
        var app = builder.Build();
        app.MapServiceDefaults();
        map?.Invoke(app);
        await app.StartAsync(TestContext.Current.CancellationToken);

        return new TestService(app);
    }

    public static WebApplicationBuilder Builder(string name, Dictionary<string, string?> configuration)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = $"Composerp.{name}",
            EnvironmentName = "Production",

            // There is no assembly of that name to look into.
            Args = ["--preventHostingStartup=true"],
        });
        builder.Configuration.AddInMemoryCollection(configuration);
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(new TestOutput(name));
        builder.Logging.SetMinimumLevel(LogLevel.Debug);
        builder.Logging.AddFilter((category, level) =>
            level >= (category?.StartsWith("Composerp", StringComparison.Ordinal) == true ? LogLevel.Debug : LogLevel.Warning));

        return builder;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
