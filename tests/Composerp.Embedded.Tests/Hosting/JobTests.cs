using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Composerp.Embedded.Tests.Hosting;

public sealed class JobTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_that_is_done_is_not_started_again()
    {
        await using var builder = AnApplication.OfOneService();
        builder.AddJob("job", exitCode: 0);
        await using var app = await builder.StartAsync();

        await app.ResourceNotifications.WaitForResourceAsync("job", KnownResourceStates.Finished, Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("service", Token);

        Assert.Equal(KnownResourceStates.Finished, app.StateOf("job"));
        Assert.True(app.ResourceNotifications.TryGetCurrentState("job", out var job));
        Assert.Equal((0, 0), (job.Snapshot.ExitCode, job.Snapshot.Restarts));
    }

    [Fact]
    public async Task Who_waits_for_a_job_that_fails_does_not_start_and_says_so()
    {
        await using var builder = AnApplication.OfOneService();
        var job = builder.AddJob("job", exitCode: 7);
        builder.AddJob("after", exitCode: 0).WaitForCompletion(job);
        await using var app = await builder.StartAsync();

        var refused = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => app.ResourceNotifications.WaitForResourceHealthyAsync("after", Token));

        Assert.Equal(
            "Stopped waiting for resource 'after' to become healthy because it is in the state FailedToStart.", refused.Message);
        Assert.True(app.ResourceNotifications.TryGetCurrentState("job", out var failed));
        Assert.Equal(7, failed.Snapshot.ExitCode);
    }

    [Fact]
    public async Task A_job_that_ends_as_expected_lets_others_start_also_with_another_exit_code()
    {
        await using var builder = AnApplication.OfOneService();
        var job = builder.AddJob("job", exitCode: 7);
        builder.AddJob("after", exitCode: 0).WaitForCompletion(job, exitCode: 7);
        await using var app = await builder.StartAsync();

        await app.ResourceNotifications.WaitForResourceAsync("after", KnownResourceStates.Finished, Token);
    }

    [Fact]
    public async Task What_is_started_explicitly_waits_for_its_command()
    {
        await using var builder = AnApplication.OfOneService();
        builder.AddJob("later", exitCode: 0).WithExplicitStart();
        await using var app = await builder.StartHealthyAsync();

        Assert.Equal(KnownResourceStates.NotStarted, app.StateOf("later"));
        await app.ResourceCommands.ExecuteCommandAsync("later", KnownResourceCommands.StartCommand, Token);
        await app.ResourceNotifications.WaitForResourceAsync("later", KnownResourceStates.Finished, Token);
    }
}

internal static class Jobs
{
    public static IResourceBuilder<ProjectResource> AddJob(this IDistributedApplicationBuilder builder, string name, int exitCode) =>
        builder.AddProject<Projects.Composerp_Tests_Trial_Service>(name, options => options.ExcludeLaunchProfile = true)
            .WithArgs("job", $"{exitCode}");
}
