using Aspire.Hosting.Testing;
using Composerp.Bench.Support;

namespace Composerp.AppHost.Tests.Publishing;

public sealed class ManifestTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("composerp-manifest-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    // Deployments are generated from it, so a change of it is a change of what runs in the cluster: to be seen in a review.
    [Fact]
    public async Task The_manifest_is_the_one_that_was_reviewed()
    {
        var path = Path.Combine(Repository.Root, "Composerp.AppHost", $"manifest-{_folder.Name}.json");

        try
        {
            var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Composerp_AppHost>(
                ["--publisher", "manifest", "--output-path", path], Token);

            await using (var app = await builder.BuildAsync(Token))
            {
                await app.RunAsync(Token);
            }

            var golden = Path.Combine(Repository.Root, "tests", "Composerp.AppHost.Tests", "Publishing", "manifest.json");

            Assert.Equal(await File.ReadAllTextAsync(golden, Token), await File.ReadAllTextAsync(path, Token), ignoreLineEndingDifferences: true);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
