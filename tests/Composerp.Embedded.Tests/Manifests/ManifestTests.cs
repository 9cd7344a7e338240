using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Composerp.Embedded.Tests.Manifests;

public sealed partial class ManifestTests : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(SamplesFolder, $"AppHost-{Guid.NewGuid():N}")).FullName;

    public static string SamplesFolder { get; } = Path.Combine(AppContext.BaseDirectory, "Manifests", "Samples");

    public static TheoryData<string, Action<string[]>> Samples => new()
    {
        { "sample1", SampleHosts.First },
        { "sample2", SampleHosts.Second },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Samples))]
    public void The_manifest_is_the_one_that_Aspire_writes(string sample, Action<string[]> appHost)
    {
        var expected = File.ReadAllText(Path.Combine(AspireFacts.FolderOrSkip("aspire-samples"), $"{sample}.manifest.json"));

        Assert.Equal(WithoutHash(expected), WithoutHash(Publish(appHost, ["--publisher", "manifest"])));
    }

    [Fact]
    public void The_newer_command_line_writes_the_same() => Assert.Equal(
        Publish(SampleHosts.Second, ["--publisher", "manifest"]),
        Publish(SampleHosts.Second, ["--operation", "publish", "--step", "publish-manifest"]));

    [Fact]
    public void A_folder_as_output_path_gets_a_file_with_Aspires_name()
    {
        SampleHosts.Second(["--publisher", "manifest", "--output-path", _folder]);

        Assert.Equal(["aspire-manifest.json"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void What_is_generated_is_described_and_what_is_excluded_is_absent()
    {
        var manifest = Publish(
            args =>
            {
                var builder = DistributedApplication.CreateBuilder(args);
                builder.AddParameter("token", new GenerateParameterDefault { MinLength = 10, Special = false, MinUpper = 2 }, secret: true);
                builder.AddParameter("level", "Information", publishValueAsDefault: true);
                builder.AddParameter("hidden").ExcludeFromManifest();
                builder.AddPostgres("db");
                builder.Build().Run();
            },
            ["--publisher", "manifest"]);

        Assert.Contains("""
                      "default": {
                        "generate": {
                          "minLength": 10,
                          "special": false,
                          "minUpper": 2
                        }
            """, manifest, StringComparison.Ordinal);
        Assert.Contains("\"value\": \"Information\"", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", manifest, StringComparison.Ordinal);
        Assert.Matches(@"""db"": \{[\s\S]*""db-password"": \{[\s\S]*""minLength"": 22", manifest);
    }

    private string Publish(Action<string[]> appHost, string[] args)
    {
        var file = Path.Combine(_folder, "manifest.json");
        appHost([.. args, "--output-path", file]);

        return File.ReadAllText(file);
    }

    // A volume without a name gets one from the AppHost's, which is not the sample's here.
    private static string WithoutHash(string manifest) => GeneratedVolume().Replace(manifest, "\"name\": \"generated-data\"");

    [GeneratedRegex("\"name\": \"[a-z0-9.]+-[0-9a-f]{10}-kafka-data\"")]
    private static partial Regex GeneratedVolume();
}
