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
}
