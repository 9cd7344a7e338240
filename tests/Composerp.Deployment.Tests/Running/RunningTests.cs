using System.Net.Http.Headers;
using Composerp.Deployment.Tests.Base;
using Composerp.Deployment.Tests.Rendering;
using Composerp.Tests.Support;

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
        await pod.BecomesReadyAsync(Token);

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
            await StayedBelowItsLimitAsync(system.PodOf(service));
        }
    }

    [Theory, MemberData(nameof(Services))]
    public async Task A_rolling_restart_behind_a_proxy_that_follows_readiness_fails_no_request(string service)
    {
        await system.StartAsync();
        var old = system.PodOf(service);
        await using var proxy = await ReadyProxy.StartAsync();
        await proxy.AddAsync(old, Token);
        using var writes = new AcknowledgedWrites(service);
        await writes.PrepareAsync(proxy.Address, Token);
        await using var writers = new Writers(proxy.Address, writes, Token);
        await writers.WriteAsync(200);

        // maxSurge 1, maxUnavailable 0: the next one is there first.
        var next = await system.PlayAsync(service);
        await proxy.AddAsync(next, Token);
        await writers.WriteAsync(200);

        // What preStop waits for: that whoever sends requests here has heard that the pod goes. One request is still under way then.
        await proxy.RemoveAsync(old);
        await StayedBelowItsLimitAsync(old);
        using var client = HeldBody.PatientClient();
        using var body = new HeldBody { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        var underway = writes.Next(AcknowledgedWrites.Writers);
        var answer = await body.SendAsync(client, underway.Method, new Uri($"http://{old.Endpoint}{underway.Path}"), Token);
        await old.TerminateAsync();

        while (await old.ProbeAsync("readinessProbe", Token))
        {
            // It has not heard yet.
        }

        await body.WriteAsync(underway.Json);
        body.End();
        await writes.AcknowledgeAsync(AcknowledgedWrites.Writers, await answer, Token);
        Assert.Equal(0, await old.EndAsync());

        await writers.WriteAsync(200);
        await writers.StopAsync();
        await StayedBelowItsLimitAsync(next);
        output.WriteLine($"{service}: {writes.Acknowledged.Sum()} writes");

        Assert.Equal(writes.Acknowledged, await writes.ReadAsync(proxy.Address, Token));
    }

    private async Task StayedBelowItsLimitAsync(Pod pod)
    {
        var peak = await pod.PeakMemoryAsync();
        output.WriteLine($"{pod.Deployment.Name}: at most {peak >> 20} MiB");

        // Whoever comes to the limit is killed, and started anew.
        Assert.InRange(peak, 1, (512 << 20) - 1);
        Assert.Equal("0 false", await pod.InspectAsync("{{.RestartCount}} {{.State.OOMKilled}}"));
    }
}
