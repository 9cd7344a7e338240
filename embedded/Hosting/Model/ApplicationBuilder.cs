using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Dashboard;
using Composerp.Embedded.Manifests;
using Composerp.Embedded.Running;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Composerp.Embedded.Model;

/// <summary>The application while it is described; on top of the generic host's builder.</summary>
internal sealed class ApplicationBuilder : IDistributedApplicationBuilder
{
    // Aspire's names for its command line, as keys of the configuration.
    private static readonly Dictionary<string, string> _switches = new()
    {
        ["--operation"] = "AppHost:Operation",
        ["--publisher"] = "Publishing:Publisher",
        ["--output-path"] = "Publishing:OutputPath",
        ["--step"] = "Publishing:Step",
    };

    private readonly EntryPoint? _entryPoint;
    private readonly HostApplicationBuilder _host;
    private readonly ResourceCollection _resources = [];

    public ApplicationBuilder(DistributedApplicationOptions options, HostApplicationBuilderSettings settings, EntryPoint? entryPoint)
    {
        _entryPoint = entryPoint;
        AppHostAssembly = options.AssemblyName is { } name ? Assembly.Load(new AssemblyName(name)) : Assembly.GetEntryAssembly();
        AppHostDirectory = options.ProjectDirectory ?? BuildFacts.ProjectDirectory(AppHostAssembly) ?? Directory.GetCurrentDirectory();
        settings.ApplicationName ??= AppHostAssembly?.GetName().Name;
        settings.ContentRootPath ??= Directory.Exists(AppHostDirectory) ? AppHostDirectory : null;

        _host = new HostApplicationBuilder(settings);
        _host.Configuration.AddCommandLine(options.Args ?? [], _switches);
        ExecutionContext = new(IsPublished(_host.Configuration) ? DistributedApplicationOperation.Publish : DistributedApplicationOperation.Run);

        AddServices(options);
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public string AppHostDirectory { get; }

    public Assembly? AppHostAssembly { get; }

    public IHostEnvironment Environment => _host.Environment;

    public IServiceCollection Services => _host.Services;

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IResourceCollection Resources => _resources;

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        _resources.Add(resource);

        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        _entryPoint?.Building(this);
        var application = new DistributedApplication(_host.Build(), _entryPoint);
        _entryPoint?.Built(application);

        return application;
    }

    private static bool IsPublished(ConfigurationManager configuration) =>
        string.Equals(configuration["AppHost:Operation"], "publish", StringComparison.OrdinalIgnoreCase)
        || !string.IsNullOrEmpty(configuration["Publishing:Publisher"]);

    private void AddServices(DistributedApplicationOptions options)
    {
        Services.AddSingleton(_resources);
        Services.AddSingleton(TimeProvider.System);
        Services.AddHealthChecks();
        Services.AddHttpClient();

        var settings = RunSettings.From(Configuration, options);
        var lifetimes = new Lifetimes();
        Services.AddSingleton(settings);
        Services.AddSingleton(lifetimes);
        Services.AddSingleton(_ => new ResourceNotificationService(settings.DefaultWait));
        Services.AddSingleton(_ => new ResourceCommandService(lifetimes));

        if (ExecutionContext.IsPublishMode)
        {
            Services.AddSingleton(new ManifestTarget(AppHostDirectory, Configuration["Publishing:OutputPath"]));
            Services.AddHostedService<ManifestPublisher>();
        }
        else
        {
            Services.AddSingleton<ResourceLogs>();
            Services.AddSingleton<ResourceLifetimeFactory>();
            Services.AddSingleton<ConsoleReport>();
            Services.AddSingleton<DashboardServer>();
            Services.AddSingleton<DashboardRoutes>();
            Services.AddSingleton<ParentWatch>();
            Services.AddHostedService<ApplicationRunner>();
        }

        _host.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });

        _host.Logging.AddFilter("Microsoft", LogLevel.Warning);

        // Why the application does not start is said in words where it ends; here it would be a page of stack trace before them.
        _host.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        // A check that fails says so on every look; the report says it once.
        _host.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        _host.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
    }
}
