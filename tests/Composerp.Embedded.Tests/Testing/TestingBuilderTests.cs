using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Composerp.Embedded.Tests.Hosting;

namespace Composerp.Embedded.Tests.Testing;

public sealed class TestingBuilderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Main_has_described_everything_before_the_test_goes_on()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Composerp_Tests_Trial_AppHost>(Token);

        Assert.Equal(
            ["postgres-password", "greeting", "postgres", "trialdb", "kafka", "job", "back-end", "service"],
            builder.Resources.Select(resource => resource.Name));
        Assert.Equal(Projects.Composerp_Tests_Trial_AppHost.ProjectPath, builder.AppHostDirectory);
        Assert.Equal("Composerp.Tests.Trial.AppHost", builder.Environment.ApplicationName);
    }

    [Fact]
    public async Task Arguments_and_changes_of_the_options_reach_Main()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Composerp_Tests_Trial_AppHost>(
            ["Parameters:postgres-password=pw"],
            (_, settings) => settings.EnvironmentName = "Trial",
            Token);

        var password = builder.Resources.OfType<ParameterResource>().First();

        Assert.Equal("pw", await password.GetValueAsync(Token));
        Assert.Equal("Trial", builder.Environment.EnvironmentName);
    }

    [Fact]
    public async Task A_publishing_application_writes_its_manifest()
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{Guid.NewGuid():N}.json");
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Composerp_Tests_Trial_AppHost>(
            ["--publisher", "manifest", "--output-path", file], Token);
        await using var app = await builder.BuildAsync(Token);

        await app.RunAsync(Token);

        Assert.True(builder.ExecutionContext.IsPublishMode);
        Assert.Contains("\"service\": {", await File.ReadAllTextAsync(file, Token), StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task Main_may_fail_and_the_test_hears_of_it()
    {
        var failed = await Assert.ThrowsAsync<ArgumentException>(() =>
            DistributedApplicationTestingBuilder.CreateAsync<Projects.Composerp_Tests_Trial_AppHost>(
                [], (_, _) => throw new ArgumentException("as the test wants"), Token));

        Assert.Equal("as the test wants", failed.Message);
    }

    [Fact]
    public async Task Endpoints_are_known_only_of_a_started_application()
    {
        await using var builder = AnApplication.OfOneService();
        await using var app = await builder.BuildAsync(Token);

        var early = Assert.Throws<InvalidOperationException>(() => app.GetEndpoint("service"));

        Assert.Equal("The application must be started before resolving endpoints or connection strings.", early.Message);
    }

    [Fact]
    public async Task What_is_not_there_is_said_not_to_be()
    {
        await using var builder = AnApplication.OfOneService();
        await using var app = await builder.StartAsync();

        Assert.StartsWith("Resource 'nobody' not found.", Assert.Throws<ArgumentException>(() => app.GetEndpoint("nobody")).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "Endpoint 'grpc' for resource 'service' not found.",
            Assert.Throws<ArgumentException>(() => app.GetEndpoint("service", "grpc")).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "Resource 'service' does not expose a connection string.",
            (await Assert.ThrowsAsync<ArgumentException>(async () => await app.GetConnectionStringAsync("service", Token))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_applications_run_side_by_side()
    {
        await using var first = AnApplication.OfOneService();
        await using var second = AnApplication.OfOneService();
        await using var one = await first.StartHealthyAsync();
        await using var other = await second.StartHealthyAsync();

        Assert.NotEqual(one.GetEndpoint("service"), other.GetEndpoint("service"));
        Assert.NotEqual(await one.ProcessIdAsync(), await other.ProcessIdAsync());
    }
}
