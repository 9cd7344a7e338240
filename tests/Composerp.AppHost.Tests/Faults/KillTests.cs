using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;

namespace Composerp.AppHost.Tests.Faults;

/// <summary>kill -9 of any one process while an import runs: sent again, the sums are equal to the unit.</summary>
public sealed class KillTests(RunningApplication application)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("inventory-ledger")]
    [InlineData("forecasting")]
    [InlineData("replenishment")]
    public async Task A_service_killed_during_an_import_loses_and_doubles_nothing(string service)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are found in /proc.");

        var import = new CutImport($"KILL-{service.ToUpperInvariant()}");

        await import.SendAsync(
            application.Api,
            async () =>
            {
                using var process = await ServiceProcess.OfServiceAsync(application.App, service, Token);
                await KillAsync(process);
            },
            Token);

        await BackAsync(service);
        await import.SendAgainAndCheckAsync(application.Api, Token);
    }

    [Fact]
    public async Task Postgres_killed_during_an_import_loses_and_doubles_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are found in /proc.");
        using var postmaster = await ServiceProcess.OfPostgresAsync(application.App, Token);
        Assert.SkipWhen(postmaster is null, "Postgres runs in a container, where kill -9 is the engine's.");

        var import = new CutImport("KILL-POSTGRES");

        await import.SendAsync(application.Api, () => KillAsync(postmaster!), Token);

        await BackAsync("postgres");
        await import.SendAgainAndCheckAsync(application.Api, Token);
    }

    [Fact]
    public async Task A_service_restarted_by_command_during_an_import_loses_and_doubles_nothing()
    {
        var import = new CutImport("RESTART-LEDGER");

        await import.SendAsync(
            application.Api,
            async () =>
            {
                var result = await application.App.ResourceCommands.ExecuteCommandAsync("inventory-ledger", KnownResourceCommands.RestartCommand, Token);
                Assert.True(result.Success, result.Message);
            },
            Token);

        await BackAsync("inventory-ledger");
        await import.SendAgainAndCheckAsync(application.Api, Token);
    }

    private static async Task KillAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync(Token);
    }

    // The embedded host starts what dies again by itself; Aspire leaves that to the command.
    private async Task BackAsync(string resource)
    {
        if (application.App.ResourceNotifications.TryGetCurrentState(resource, out var found)
            && KnownResourceStates.TerminalStates.Contains(found.Snapshot.State?.Text))
        {
            await application.App.ResourceCommands.ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand, Token);
        }

        await application.Api.WaitUntilReadyAsync(TimeSpan.FromMinutes(1), Token);
    }
}
