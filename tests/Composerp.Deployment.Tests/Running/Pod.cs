using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Running;

/// <summary>A pod that plays a rendered Deployment.</summary>
/// <param name="Deployment">As rendered.</param>
internal sealed record Pod(string Name, JsonNode Deployment, IPAddress Address)
{
    public string Container => $"{Name}-{Deployment.Name}";

    /// <summary>The service's container, as rendered.</summary>
    public JsonNode Rendered => Deployment.Pod.List("containers").Single();

    public IPEndPoint Endpoint => new(Address, (int)(Rendered.List("ports").Single().Number("containerPort") ?? 0));

    public Task<string> InspectAsync(string format) => Podman.RunAsync("inspect", "--type", "container", Container, "--format", format);

    public async Task<int> ProcessIdAsync() => int.Parse(await InspectAsync("{{.State.Pid}}"), CultureInfo.InvariantCulture);

    /// <summary>A line of what the kernel says of the pod's process, such as "VmHWM" or "CapEff".</summary>
    public async Task<string> StatusAsync(string name)
    {
        var lines = await File.ReadAllLinesAsync($"/proc/{await ProcessIdAsync()}/status");

        return lines.Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal))[(name.Length + 1)..].Trim();
    }

    /// <summary>The most memory that the process ever had, in bytes; what of mapped files was read counts.</summary>
    public async Task<long> PeakMemoryAsync() => long.Parse((await StatusAsync("VmHWM")).Split(' ')[0], CultureInfo.InvariantCulture) << 10;

    public TimeSpan PeriodOf(string probe) => TimeSpan.FromSeconds(Rendered.Number($"{probe}.periodSeconds") ?? 10);

    /// <summary>Walks its probes as they are declared: startup, then readiness, and it lives.</summary>
    public async Task BecomesReadyAsync(CancellationToken token)
    {
        await SucceedsAsync("startupProbe", token);
        await SucceedsAsync("readinessProbe", token);
        Assert.True(await ProbeAsync("livenessProbe", token));
    }

    /// <summary>Tells the process to end, as a cluster does after preStop.</summary>
    public Task TerminateAsync() => Podman.RunAsync("kill", "--signal", "TERM", Container);

    /// <summary>Takes the pod away, whose process is killed where it does not end within what preStop leaves of the grace period.</summary>
    /// <returns>The exit code of the process; 137 where it was killed.</returns>
    public async Task<int> EndAsync()
    {
        var seconds = (Deployment.Pod.Number("terminationGracePeriodSeconds") ?? 30) - (Rendered.Number("lifecycle.preStop.sleep.seconds") ?? 0);
        await Podman.RunAsync("stop", "--time", seconds.ToString(CultureInfo.InvariantCulture), Container);
        var code = int.Parse(await InspectAsync("{{.State.ExitCode}}"), CultureInfo.InvariantCulture);
        await Podman.RunAsync("pod", "rm", "--force", "--time", "0", Name);

        return code;
    }

    /// <summary>One try of a probe that the Deployment declares, from outside as the kubelet does it.</summary>
    public async Task<bool> ProbeAsync(string probe, CancellationToken token)
    {
        Assert.Equal("http", Rendered.Text($"{probe}.httpGet.port"));
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(Rendered.Number($"{probe}.timeoutSeconds") ?? 1) };

        try
        {
            using var answer = await client.GetAsync(new Uri($"http://{Endpoint}{Rendered.Text($"{probe}.httpGet.path")}"), token);

            return answer.IsSuccessStatusCode;
        }
        catch (Exception refused) when (refused is HttpRequestException || (refused is TaskCanceledException && !token.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>As often and as many times as is declared, after which a cluster gives the pod up.</summary>
    private async Task SucceedsAsync(string probe, CancellationToken token)
    {
        var left = Rendered.Number("startupProbe.failureThreshold") ?? 1;
        using var period = new PeriodicTimer(PeriodOf(probe));

        while (!await ProbeAsync(probe, token))
        {
            Assert.True(--left > 0, $"{Name} does not answer its {probe}: {await Podman.RunAsync("logs", Container)}");
            await period.WaitForNextTickAsync(token);
        }
    }
}
