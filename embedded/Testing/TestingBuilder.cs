using System.Reflection;
using System.Runtime.ExceptionServices;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Composerp.Embedded.Model;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Composerp.Embedded.Testing;

/// <summary>The application as a test sees it.</summary>
internal sealed class TestingBuilder(ApplicationBuilder builder, EntryPoint? entryPoint) : IDistributedApplicationTestingBuilder
{
    private DistributedApplication? _application;

    public ConfigurationManager Configuration => builder.Configuration;

    public string AppHostDirectory => builder.AppHostDirectory;

    public Assembly? AppHostAssembly => builder.AppHostAssembly;

    public IHostEnvironment Environment => builder.Environment;

    public IServiceCollection Services => builder.Services;

    public DistributedApplicationExecutionContext ExecutionContext => builder.ExecutionContext;

    public IResourceCollection Resources => builder.Resources;

    /// <summary>Calls the Main of an assembly on a thread of its own, which it gets back when the application is disposed.</summary>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync(
        Assembly appHost,
        string[] args,
        Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure,
        CancellationToken token)
    {
        var main = appHost.EntryPoint ?? throw new InvalidOperationException($"The assembly {appHost.GetName().Name} has no entry point.");
        var entryPoint = new EntryPoint((options, settings) =>
        {
            options.AssemblyName ??= appHost.FullName;
            SetDefaults(options, settings, BuildFacts.ProjectDirectory(appHost));
            configure(options, settings);
        });

        new Thread(() => entryPoint.Run(() => Call(main, args))) { IsBackground = true, Name = $"{appHost.GetName().Name} Main" }.Start();

        return new TestingBuilder(await entryPoint.Described.WaitAsync(token), entryPoint);
    }

    public static TestingBuilder Create(string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
    {
        var options = new DistributedApplicationOptions { Args = args };
        var settings = new HostApplicationBuilderSettings { Args = args };
        SetDefaults(options, settings, projectDirectory: null);
        configure(options, settings);

        return new TestingBuilder(new ApplicationBuilder(options, settings, entryPoint: null), entryPoint: null);
    }

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource => builder.AddResource(resource);

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => builder.CreateResourceBuilder(resource);

    public DistributedApplication Build() => BuildAsync().GetAwaiter().GetResult();

    public async Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default) =>
        _application = entryPoint is null ? builder.Build() : await entryPoint.BuildAsync(cancellationToken);

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        entryPoint?.Release();
    }

    private static void SetDefaults(DistributedApplicationOptions options, HostApplicationBuilderSettings settings, string? projectDirectory)
    {
        options.DisableDashboard = true;
        options.EnableResourceLogging = true;
        options.KeepsNothing = true;

        settings.Configuration ??= new ConfigurationManager();
        settings.Configuration.AddInMemoryCollection([new("DcpPublisher:RandomizePorts", "true")]);

        var profile = projectDirectory is null ? null : LaunchProfile.Find(projectDirectory);
        settings.EnvironmentName ??= profile?.EnvironmentVariables.GetValueOrDefault("DOTNET_ENVIRONMENT") ?? Environments.Development;
    }

    private static void Call(MethodInfo main, string[] args)
    {
        try
        {
            main.Invoke(null, main.GetParameters().Length == 0 ? null : [args]);
        }
        catch (TargetInvocationException thrown) when (thrown.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
        }
    }
}
