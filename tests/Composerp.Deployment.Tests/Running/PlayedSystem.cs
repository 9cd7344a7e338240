using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Composerp.Deployment.Tests.Base;
using Composerp.Deployment.Tests.Rendering;
using Composerp.Embedded.Kafka;
using Composerp.Embedded.Postgres;
using Composerp.Tests.Support;

namespace Composerp.Deployment.Tests.Running;

/// <summary>The local overlay, played: its services as pods on a network of their own, its Postgres and Kafka on the machine.</summary>
public sealed partial class PlayedSystem : IAsyncDisposable
{
    private const string Secret = "to-try-with";

    private readonly string _id = Guid.NewGuid().ToString("n")[..8];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("composerp-play-");
    private readonly List<TcpRelay> _relays = [];
    private readonly Dictionary<string, Pod> _pods = [];
    private readonly List<string> _images = [];
    private readonly List<string> _played = [];
    private readonly Lazy<Task> _start;
    private PostgresServer? _postgres;
    private KafkaCluster? _kafka;
    private Objects _objects = new([]);
    private string _secretName = "";

    public PlayedSystem() => _start = new Lazy<Task>(PlayAsync);

    public string Network => $"composerp-{_id}";

    /// <summary>Starts everything for the first who asks, and skips the test where that is impossible.</summary>
    public Task StartAsync()
    {
        Podman.Require();

        return _start.Value;
    }

    /// <summary>The pod of a service that was played last.</summary>
    internal Pod PodOf(string service) => _pods[service];

    internal string Image(string name) => $"localhost/composerp/{name}:{_id}";

    /// <summary>Plays a service's Deployment as a further pod that its Service's name leads to.</summary>
    internal async Task<Pod> PlayAsync(string service)
    {
        var name = $"{service}-{_id}-{_played.Count}";
        var yaml = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, $"{service}.yaml"));
        var file = Path.Combine(_folder.FullName, $"{name}.yaml");
        await File.WriteAllTextAsync(file, yaml.Replace(
            $"kind: Deployment\nmetadata:\n  name: {service}\n", $"kind: Deployment\nmetadata:\n  name: {name}\n", StringComparison.Ordinal));

        _played.Add($"{name}-pod-0");
        await MigratesAsync(name, () => Podman.RunAsync("kube", "play", "--network", $"{Network}:alias={service}", file));
        var infra = await Podman.RunAsync("pod", "inspect", $"{name}-pod-0", "--format", "{{.InfraContainerID}}");
        var address = await Podman.RunAsync("inspect", infra, "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");

        return _pods[service] = new Pod($"{name}-pod-0", _objects.Get("Deployment", service), IPAddress.Parse(address));
    }

    public async ValueTask DisposeAsync()
    {
        if (_start.IsValueCreated)
        {
            await RemoveAsync(["pod", "rm", "--force", "--ignore", "--time", "0", .. _played]);
            await RemoveAsync("network", "rm", "--force", Network);
            await RemoveAsync("secret", "rm", _secretName);
            await RemoveAsync(["rmi", "--force", .. _images]);
        }

        foreach (var relay in _relays)
        {
            await relay.DisposeAsync();
        }

        _kafka?.Dispose();

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task PlayAsync()
    {
        var services = Model.Published.Projects.ToArray();
        var images = Task.WhenAll(services.Append("samples").Select(BuildAsync));

        await Podman.RunAsync("network", "create", Network);
        var bridge = IPAddress.Parse(await Podman.RunAsync("network", "inspect", Network, "--format", "{{range .Subnets}}{{.Gateway}}{{end}}"));
        await StartStoresAsync(bridge);
        await AdaptAsync(bridge);
        await images;

        foreach (var service in services)
        {
            await PlayAsync(service);
        }
    }

    private async Task BuildAsync(string name)
    {
        var project = $"Composerp.{string.Concat(name.Split('-').Select(CultureInfo.InvariantCulture.TextInfo.ToTitleCase))}";

        lock (_images)
        {
            _images.Add(Image(name));
        }

        await Podman.BuildImageAsync(project, Image(name));
    }

    // On the ports that the rendered connection strings name, at the address of the bridge, which is where pods find the machine.
    private async Task StartStoresAsync(IPAddress bridge)
    {
        _kafka = KafkaCluster.Start();
        var broker = IPEndPoint.Parse(_kafka.BootstrapServers);
        _postgres = await PostgresServer.StartAsync(
            new PostgresServerOptions { DataDirectory = PostgresServer.NewTemporaryDirectory(), Temporary = true, Password = Secret },
            CancellationToken.None);
        var server = new IPEndPoint(IPAddress.Loopback, _postgres.Port);

        _relays.Add(new TcpRelay(new IPEndPoint(bridge, 9092), broker));
        _relays.Add(new TcpRelay(new IPEndPoint(bridge, 5432), server));
        _kafka.Advertise("kafka", 9092);
    }

    private async Task AdaptAsync(IPAddress bridge)
    {
        var rendered = Deployments.Overlay("local");
        _objects = Objects.Read(rendered);
        var secret = _objects.Of("Secret").Single();
        _secretName = $"{secret.Name}-{_id}";

        // As kube play wants it for the environment.
        var file = Path.Combine(_folder.FullName, "secret.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(
            new Dictionary<string, string> { ["password"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)) }));
        await Podman.RunAsync("secret", "create", _secretName, file);

        await Podman.AdaptAsync(
            OurImage().Replace(rendered, $"image: localhost/$1:{_id}")
                .Replace(secret.Name, _secretName, StringComparison.Ordinal)
                .Replace("      enableServiceLinks: false\n", $"""
                          enableServiceLinks: false
                          hostAliases:
                          - ip: {bridge}
                            hostnames: [postgres, kafka]

                    """, StringComparison.Ordinal),
            _folder.FullName);
    }

    [GeneratedRegex(@"image: (composerp/[a-z-]+):\S+")]
    private static partial Regex OurImage();

    // kube play says of an init container only that it has failed.
    private static async Task MigratesAsync(string name, Func<Task> play)
    {
        try
        {
            await play();
        }
        catch (Xunit.Sdk.XunitException failed)
        {
            Assert.Fail($"{failed.Message}{await Podman.RunAsync("logs", $"{name}-pod-0-migrate")}");
        }
    }

    // What could not be made is not there to be removed.
    private static async Task RemoveAsync(params string[] arguments)
    {
        try
        {
            await Podman.RunAsync(arguments);
        }
        catch (Xunit.Sdk.XunitException left)
        {
            TestContext.Current.SendDiagnosticMessage(left.Message);
        }
    }
}
