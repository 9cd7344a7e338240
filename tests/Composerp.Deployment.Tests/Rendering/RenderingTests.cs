namespace Composerp.Deployment.Tests.Rendering;

public sealed class RenderingTests
{
    [Fact]
    public void Every_overlay_is_what_the_api_servers_accept() => AssertStrict(Deployments.Overlays, Deployments.Overlay);

    // Every Postgres with every Kafka, and with them every store, entry, autoscaler and registry in turn.
    [Fact]
    public void Components_go_together() => AssertStrict(Combinations.All, Deployments.With);

    [Fact]
    public void Every_component_is_in_a_combination()
    {
        var combined = Combinations.All.SelectMany(parts => parts).ToHashSet();

        // The two that others include.
        Assert.Equal(["kafka/without-model", "postgres/without-model"], Deployments.Components.Where(component => !combined.Contains(component)));
    }

    [Fact]
    public void Every_folder_says_what_it_is()
    {
        var silent = Deployments.Components.Select(component => $"components/{component}")
            .Concat(Deployments.Overlays.Select(overlay => $"overlays/{overlay}"))
            .Where(folder => !File.Exists(Path.Combine(Repository.Kubernetes, folder, "README.md")));

        Assert.Empty(silent);
    }

    // A changed setting has to reach the pods: the name of the settings carries a checksum, and the pods carry that name.
    [Fact]
    public void A_changed_setting_restarts_the_pods()
    {
        const string Change = """
            configMapGenerator:
            - name: composerp-settings
              behavior: merge
              literals: [Database__PoolSizeMax=11]
            """;
        string[] components = ["postgres/model", "kafka/model", "secrets/local"];

        Assert.NotEqual(SettingsOf(Deployments.With(components)), SettingsOf(Deployments.With(components, Change)));
    }

    // An overlay's own image entries go by the name that its registry component gave: one letter off, and they say nothing.
    [Fact]
    public void What_an_overlay_says_of_images_reaches_the_pods()
    {
        Deployments.RequireKubectl();

        Assert.All(Deployments.ClusterOverlays, overlay =>
        {
            var said = Yaml.Read(File.ReadAllText(Path.Combine(Repository.Kubernetes, "overlays", overlay, "kustomization.yaml"))).Single()
                .List("images").Select(image => $"{image.Text("name")}:{image.Text("newTag")}");
            var used = Objects.Read(Deployments.Overlay(overlay)).Services
                .SelectMany(service => service.Containers).Select(container => container.Text("image") ?? "").Distinct();

            Assert.Equal(said.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public void A_digest_pins_the_image_of_the_service_and_of_its_migrations()
    {
        var digest = $"sha256:{new string('a', 64)}";
        var rendered = Deployments.With(
            ["registry/ecr", "postgres/cnpg", "kafka/strimzi"],
            $"images: [{{name: 111122223333.dkr.ecr.eu-central-1.amazonaws.com/composerp/forecasting, newTag: 1.2.3, digest: \"{digest}\"}}]");

        Assert.All(
            Objects.Read(rendered).Get("Deployment", "forecasting").Containers,
            container => Assert.Equal($"111122223333.dkr.ecr.eu-central-1.amazonaws.com/composerp/forecasting:1.2.3@{digest}", container.Text("image")));
    }

    [Fact]
    public void What_the_schemas_do_not_know_is_found()
    {
        var yaml = Deployments.Overlay("staging");

        Assert.NotEmpty(StrictValidation.Find(yaml.Replace("minReadySeconds:", "minReadySecond:", StringComparison.Ordinal)));
        Assert.NotEmpty(StrictValidation.Find(yaml.Replace("secretName: composerp-cluster-ca-cert", "secretName: composerp-ca", StringComparison.Ordinal)));
    }

    private static void AssertStrict<T>(IReadOnlyList<T> deployments, Func<T, string> render)
    {
        Deployments.RequireKubectl();
        string[] rendered = [.. deployments.AsParallel().AsOrdered().Select(render)];

        Assert.All(rendered.Select(Objects.Read), objects => Assert.Empty(objects.Of("NetworkPolicy")
            .Where(policy => !NetworkPolicies.SelectsSomething(objects, policy))
            .Select(policy => policy.Name)));

        var findings = StrictValidation.Find(rendered);
        Assert.True(findings.Count == 0, string.Join('\n', findings.Take(20)));
    }

    private static string SettingsOf(string yaml)
    {
        var names = Objects.Read(yaml).Services
            .SelectMany(service => service.Containers)
            .SelectMany(container => container.List("envFrom"))
            .Select(source => source.Text("configMapRef.name"))
            .Distinct();

        return Assert.Single(names) ?? "";
    }
}
