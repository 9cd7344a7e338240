using System.Globalization;
using Composerp.Deployment.Tests.Base;
using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Running;

/// <summary>What was rendered runs, as it was rendered: as far as one machine without a cluster can tell.</summary>
public sealed class RunningTests(PlayedSystem system, ITestOutputHelper output) : IClassFixture<PlayedSystem>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static IEnumerable<TheoryDataRow<string>> Services => Model.Published.Projects.Select(project => new TheoryDataRow<string>(project));

    [Theory, MemberData(nameof(Services))]
    public async Task A_pod_runs_without_root_on_a_read_only_root_within_its_limits(string service)
    {
        await system.StartAsync();
        var pod = system.PodOf(service);
        await BecomesReadyAsync(pod);

        Assert.Equal("10001\t10001\t10001\t10001", await pod.StatusAsync("Uid"));
        Assert.Equal("10001\t10001\t10001\t10001", await pod.StatusAsync("Gid"));
        Assert.Equal(("0000000000000000", "1", "2"), (await pod.StatusAsync("CapEff"), await pod.StatusAsync("NoNewPrivs"), await pod.StatusAsync("Seccomp")));

        var mounts = (await File.ReadAllLinesAsync($"/proc/{await pod.ProcessIdAsync()}/mounts", Token)).Select(line => line.Split(' ')).ToList();
        Assert.Equal("ro", mounts.Single(mount => mount[1] == "/")[3].Split(',')[0]);
        Assert.Equal("rw", mounts.Single(mount => mount[1] == "/tmp")[3].Split(',')[0]);

        Assert.Equal(("512Mi", "500m"), (pod.Rendered.Text("resources.limits.memory"), pod.Rendered.Text("resources.limits.cpu")));
        Assert.Equal($"{512 << 20} 50000 100000", await pod.InspectAsync("{{.HostConfig.Memory}} {{.HostConfig.CpuQuota}} {{.HostConfig.CpuPeriod}}"));
    }

    [Fact]
    public async Task The_demo_goes_by_the_names_of_the_services_and_stays_below_the_limit_of_memory()
    {
        await system.StartAsync();
        var services = Model.Published.Projects.ToArray();

        var said = await Podman.RunAsync([
            "run", "--rm", "--network", system.Network,
            .. services.SelectMany(service => (string[])["--env", $"services__{service}__http__0=http://{service}:{system.PodOf(service).Endpoint.Port}"]),
            system.Image("samples"), "demo", "--stores", "3", "--items", "16", "--days", "120"]);

        output.WriteLine(said);

        foreach (var service in services)
        {
            var pod = system.PodOf(service);
            var peak = long.Parse((await pod.StatusAsync("VmHWM")).Split(' ')[0], CultureInfo.InvariantCulture) << 10;
            output.WriteLine($"{service}: at most {peak >> 20} MiB");

            // Whoever comes to the limit is killed, and started anew.
            Assert.InRange(peak, 1, (512 << 20) - 1);
            Assert.Equal("0 false", await pod.InspectAsync("{{.RestartCount}} {{.State.OOMKilled}}"));
        }
    }

    private static async Task BecomesReadyAsync(Pod pod)
    {
        await SucceedsAsync(pod, "startupProbe");
        await SucceedsAsync(pod, "readinessProbe");
        Assert.True(await pod.ProbeAsync("livenessProbe", Token));
    }

    /// <summary>As often and as many times as is declared, after which a cluster gives the pod up.</summary>
    private static async Task SucceedsAsync(Pod pod, string probe)
    {
        var period = TimeSpan.FromSeconds(pod.Rendered.Number($"{probe}.periodSeconds") ?? 10);
        var left = pod.Rendered.Number("startupProbe.failureThreshold") ?? 1;

        while (!await pod.ProbeAsync(probe, Token))
        {
            Assert.True(--left > 0, $"{pod.Name} does not answer its {probe}: {await Podman.RunAsync("logs", pod.Container)}");
            await Task.Delay(period, Token);
        }
    }
}
