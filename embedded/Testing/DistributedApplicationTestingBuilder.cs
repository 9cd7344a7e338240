using Composerp.Embedded.Testing;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Runs an AppHost's Main up to its Build, for a test: on random ports, with temporary data, without a dashboard.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <typeparam name="TEntryPoint">A class of the AppHost's assembly, such as Projects.Composerp_AppHost.</typeparam>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>([], cancellationToken);

    /// <inheritdoc cref="CreateAsync{TEntryPoint}(CancellationToken)"/>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>(args, (_, _) => { }, cancellationToken);

    /// <inheritdoc cref="CreateAsync{TEntryPoint}(CancellationToken)"/>
    /// <param name="args">As on the AppHost's command line.</param>
    /// <param name="configureBuilder">Changes the options that Main gives, and the host's own.</param>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args,
        Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder,
        CancellationToken cancellationToken = default) => TestingBuilder.CreateAsync(typeof(TEntryPoint).Assembly, args, configureBuilder, cancellationToken);

    /// <summary>An application that the test itself describes.</summary>
    public static IDistributedApplicationTestingBuilder Create(params string[] args) => Create(args, (_, _) => { });

    /// <inheritdoc cref="Create(string[])"/>
    public static IDistributedApplicationTestingBuilder Create(
        string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder) =>
        TestingBuilder.Create(args, configureBuilder);
}
