using System.Text.Json.Nodes;
using Composerp.Deployment.Tests.Base;
using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Images;

/// <summary>What `dotnet publish -t:PublishContainer` would build, up to its resolved properties: base images are not pulled here.</summary>
public sealed class ImageTests
{
    private static readonly string[] _properties =
        ["ContainerRepository", "ContainerImageTag", "ContainerBaseImage", "ContainerUser", "ContainerRuntimeIdentifiers", "RuntimeIdentifiers", "ContainerTitle", "ContainerLicenses", "Version"];

    public static IEnumerable<TheoryDataRow<string>> Services => Model.Published.Projects.Select(project => new TheoryDataRow<string>(project));

    [Theory, MemberData(nameof(Services))]
    public void An_image_is_small_without_root_and_named_as_the_deployment_names_it(string service)
    {
        var image = Evaluate(service);

        // As the committed base has it, from which every registry's name is made.
        Assert.Contains(
            $"image: {image["ContainerRepository"]}:{image["ContainerImageTag"]}\n",
            File.ReadAllText(Path.Combine(Repository.Kubernetes, "base", service, "deployment.yaml")),
            StringComparison.Ordinal);
        Assert.Equal(
            ($"composerp/{service}", "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra", "10001:10001", (string?)image["Version"]),
            ((string?)image["ContainerRepository"], (string?)image["ContainerBaseImage"], (string?)image["ContainerUser"], (string?)image["ContainerImageTag"]));
        Assert.Equal(($"Composerp {service}", "MIT"), ((string?)image["ContainerTitle"], (string?)image["ContainerLicenses"]));
    }

    [Fact]
    public void Prefix_and_registry_are_one_property_each_and_what_is_pushed_is_for_both_architectures()
    {
        var image = Evaluate("forecasting", "-p:ContainerPrefix=team/stock", "-p:ContainerRegistry=registry.example");

        Assert.Equal(
            ("team/stock/forecasting", "linux-x64;linux-arm64", "linux-x64;linux-arm64"),
            ((string?)image["ContainerRepository"], (string?)image["ContainerRuntimeIdentifiers"], (string?)image["RuntimeIdentifiers"]));
    }

    [Theory]
    [InlineData("linux-x64", "libgomp.so.1")]
    [InlineData("linux-arm64", "")]
    public void A_library_that_base_images_lack_goes_into_the_image_where_it_is_of_use(string architecture, string expected)
    {
        var image = Ask("forecasting", "-getItem:Content", $"-p:RuntimeIdentifier={architecture}", "-p:ContainerLibgomp=/usr/lib/libgomp.so.1");
        var copied = image?["Items"].List("Content").Where(item => item.Text("CopyToPublishDirectory") == "PreserveNewest");

        Assert.Equal(expected, string.Concat(copied?.Select(item => item.Text("Link")).Where(link => link?.StartsWith("libgomp", StringComparison.Ordinal) == true) ?? []));
    }

    private static JsonNode Evaluate(string service, params string[] arguments) =>
        Ask(service, [$"-getProperty:{string.Join(',', _properties)}", .. arguments])?["Properties"] ?? throw new InvalidOperationException("There are no properties.");

    private static JsonNode? Ask(string service, params string[] arguments)
    {
        var project = (string?)Model.Published[service]["path"] ?? "";
        using var msbuild = Deployments.Start(
            "dotnet", ["msbuild", Path.Combine("Composerp.AppHost", project), "-nodeReuse:false", .. arguments], Repository.Root);
        Assert.NotNull(msbuild);
        var json = msbuild.StandardOutput.ReadToEnd();
        msbuild.WaitForExit();

        return JsonNode.Parse(json);
    }
}
