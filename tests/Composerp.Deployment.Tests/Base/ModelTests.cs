using Composerp.Contracts;
using Composerp.Deployment.Tests.Rendering;
using Composerp.Deployment.Tests.Rules;

namespace Composerp.Deployment.Tests.Base;

/// <summary>One source of truth: what runs in a cluster is called, connected and reached as AppHost.cs says.</summary>
public sealed class ModelTests
{
    public static IEnumerable<TheoryDataRow<string>> ClusterOverlays => Deployments.ClusterOverlays.Select(overlay => new TheoryDataRow<string>(overlay));

    [Fact]
    public void On_one_machine_every_setting_is_the_one_of_the_model()
    {
        var objects = Objects.Read(Deployments.Overlay("local"));

        Assert.Equal(Model.Published.Deployed.Order(StringComparer.Ordinal), objects.Workloads.Select(pod => pod.Name).Order(StringComparer.Ordinal));
        Assert.All(objects.Workloads, pod =>
        {
            var settings = SettingsOf(pod);

            Assert.All(Model.Published.EnvironmentOf(pod.Name), setting => Assert.Equal(setting.Value, settings[setting.Key]));
            Assert.Equal(
                Model.Published.PortsOf(pod.Name).Select(port => (port.Name, (long)port.Internal)),
                pod.Pod.List("containers").First().List("ports").Select(port => (port.Text("name") ?? "", port.Number("containerPort") ?? 0)));
        });
    }

    [Theory, MemberData(nameof(ClusterOverlays))]
    public void In_a_cluster_only_the_stores_are_elsewhere(string overlay)
    {
        var objects = Objects.Read(Deployments.Overlay(overlay));

        Assert.Equal(Model.Published.Projects.Order(StringComparer.Ordinal), objects.Workloads.Select(pod => pod.Name).Order(StringComparer.Ordinal));
        Assert.All(objects.Services, pod =>
        {
            var settings = SettingsOf(pod);
            var theirs = Model.Published.EnvironmentOf(pod.Name).Where(setting => !setting.Key.StartsWith("ConnectionStrings__", StringComparison.Ordinal));

            Assert.All(theirs, setting => Assert.Equal(setting.Value, settings[setting.Key]));

            // Nothing of the development stores is left, which would be a wrong address.
            Assert.DoesNotContain(settings.Values, value => value is "kafka:9092" || value?.Contains("Host=postgres;", StringComparison.Ordinal) == true);
        });
    }

    [Theory, MemberData(nameof(ClusterOverlays))]
    public void In_a_cluster_every_service_finds_its_own_database(string overlay)
    {
        var objects = Objects.Read(Deployments.Overlay(overlay));

        Assert.All(Model.Published.Projects, project =>
        {
            var database = Model.Published.DatabaseOf(project);
            var given = SettingsOf(objects.Get("Deployment", project)).GetValueOrDefault($"ConnectionStrings__{database}")
                ?? objects.Get("ExternalSecret", $"{project}-database").At("spec.target.template.data")?[$"ConnectionStrings__{database}"]?.ToString();

            Assert.Contains($"Database={database};", given, StringComparison.Ordinal);
        });
    }

    [Theory, MemberData(nameof(ClusterOverlays))]
    public void In_a_cluster_every_service_is_reached_at_its_host(string overlay)
    {
        var objects = Objects.Read(Deployments.Overlay(overlay));
        var hosts = objects.Of("Ingress").SelectMany(ingress => ingress.List("spec.rules")).Select(rule =>
                (rule.Text("host"), rule.List("http.paths").Single().Text("backend.service.name")))
            .Concat(objects.Of("HTTPRoute").Where(route => route.List("spec.hostnames").Any()).Select(route =>
                ((string?)route.List("spec.hostnames").Single().ToString(), route.List("spec.rules").Single().List("backendRefs").Single().Text("name"))));

        // Staging stands beside production in the DNS.
        var domain = overlay == "staging" ? "staging.composerp.com" : "composerp.com";

        Assert.Equal(
            [($"forecasting.{domain}", "forecasting"), ($"inventory.{domain}", "inventory-ledger"), ($"replenishment.{domain}", "replenishment")],
            hosts.Order());
        Assert.All(objects.Of("HTTPRoute").Where(route => route.List("spec.hostnames").Any()), route => Assert.Equal(
            route.List("spec.hostnames").Single().ToString(),
            objects.Get("Gateway", "composerp").List("spec.listeners")
                .Single(listener => listener.Text("name") == route.List("spec.parentRefs").Single().Text("sectionName")).Text("hostname")));
    }

    [Theory, MemberData(nameof(ClusterOverlays))]
    public void In_a_cluster_every_service_finds_the_brokers(string overlay)
    {
        var objects = Objects.Read(Deployments.Overlay(overlay));

        Assert.All(Model.Published.Projects, project => Assert.False(string.IsNullOrEmpty(
            SettingsOf(objects.Get("Deployment", project)).GetValueOrDefault("ConnectionStrings__kafka")
                ?? objects.Get("ExternalSecret", $"{project}-kafka").At("spec.target.template.data")?["ConnectionStrings__kafka"]?.ToString())));
    }

    // The groups as the services name them: "{service}.{source}", for the inbound topic "{service}.{topic}". They read from the
    // beginning what they have never read.
    [Theory]
    [InlineData("keda")]
    [InlineData("keda-strimzi")]
    [InlineData("keda-sasl")]
    public void Autoscalers_look_at_the_groups_of_the_services(string component)
    {
        var objects = Objects.Read(File.ReadAllText(Path.Combine(Repository.Kubernetes, "components", "autoscaling", component, "scaled-objects.yaml")));

        Assert.All(Model.Published.Projects, project =>
        {
            var triggers = objects.Get("ScaledObject", project).List("spec.triggers").Where(trigger => trigger.Text("type") == "kafka").ToArray();
            var expected = NetworkRules.CalledBy(project).Select(source => ($"{project}.{source}", StoreRules.TopicOf(source)))
                .Concat(project == "inventory-ledger" ? [($"{project}.{Topics.Integration}", Topics.Integration)] : []);

            Assert.Equal(expected.Order(), triggers.Select(trigger => (trigger.Text("metadata.consumerGroup") ?? "", trigger.Text("metadata.topic") ?? "")).Order());
            Assert.All(triggers, trigger => Assert.Equal("earliest", trigger.Text("metadata.offsetResetPolicy")));
        });
    }

    private static Dictionary<string, string?> SettingsOf(System.Text.Json.Nodes.JsonObject pod) =>
        pod.Pod.List("containers").First().Environment.ToDictionary(variable => variable.Text("name") ?? "", variable => variable.Text("value"));
}
