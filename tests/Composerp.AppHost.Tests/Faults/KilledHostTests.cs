using Aspire.Hosting;
using Composerp.Bench.EndToEnd;

namespace Composerp.AppHost.Tests.Faults;

/// <summary>kill -9 of the AppHost itself while an import runs: started again by hand and sent again, the sums are equal to the unit.</summary>
public sealed class KilledHostTests(ITestOutputHelper output) : IDisposable
{
    // Not a folder of this user alone: PostgreSQL runs as another one where this is root.
    private readonly DirectoryInfo _data = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"composerp-killed-{Guid.CreateVersion7():N}"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task An_AppHost_killed_during_an_import_loses_and_doubles_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are killed as on Linux.");
        Assert.SkipUnless(
            typeof(DistributedApplication).Assembly.GetName().Name == "Composerp.Embedded.Hosting", "Containers outlive the AppHost, or end, as their engine decides.");

        CutImport import;

        await using (var first = await AppHostProcess.StartAsync(_data.FullName, output.WriteLine, Token))
        {
            import = new CutImport("KILL-APPHOST");
            Assert.False(await import.SendAsync(first.Api, first.KillAsync, Token));
        }

        await using var second = await AppHostProcess.StartAsync(_data.FullName, output.WriteLine, Token);
        var posted = await second.Api.Ledger.SummaryAsync("SALE", null, null, Token);
        Assert.InRange(posted.Movements, 1, import.Sales - 1);

        await import.SendAgainAndCheckAsync(second.Api, Token);
    }
}
