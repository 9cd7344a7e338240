using Composerp.Architecture.Tests.Fences;

namespace Composerp.Architecture.Tests;

/// <summary>A fence that lets everything through looks like one that nobody breaks; so each is tried on a broken sample.</summary>
public sealed class FenceTests
{
    // Words that the fences look for, in two pieces: this file obeys them too.
    private const string Registry = "https://api.nu" + "get.org/v3/index.json";
    private const string Home = "/ho" + "me/ann/composerp";
    private const string PrivateKey = "-----BEGIN " + "PRIVATE KEY-----";
    private const string InventoryTopic = "\"inventory" + "-events\"";

    public static TheoryData<string, string, string> Broken => new()
    {
        { "Domain and Numerics use nothing but the base library", "Composerp.X/Domain/A.cs", "using Npgsql;" },
        { "Domain and Numerics use nothing but the base library", "Composerp.X/Domain/A.cs", "using Composerp.ServiceDefaults;" },
        { "Domain and Numerics use nothing but the base library", "Composerp.X/Numerics/A.cs", "using System.Net.Http;" },
        { "Domain and Numerics use nothing but the base library", "Composerp.X/Domain/A.cs", "using Composerp.X.Movements;" },
        { "Domain and Numerics have no clock, no I/O, no waiting and no randomness", "Composerp.X/Domain/A.cs", "var now = DateTimeOffset.UtcNow;" },
        { "Domain and Numerics have no clock, no I/O, no waiting and no randomness", "Composerp.X/Domain/A.cs", "public static async Task A()" },
        { "Domain and Numerics have no clock, no I/O, no waiting and no randomness", "Composerp.X/Numerics/A.cs", "var random = new Random(1);" },
        { "Files fit in a few screens", "Composerp.X/A.cs", Repeated(Sizes.LinesMax + 1) },
        { "Files fit in a few screens", "Composerp.X/a.sql", Repeated(Sizes.LinesMax + 1) },
        { "Files fit in a few screens", "tests/X.Tests/A.cs", Repeated(Sizes.TestLinesMax + 1) },
        { "No type or file is named with an empty word", "Composerp.X/Stock.cs", "internal sealed class StockManager;" },
        { "No type or file is named with an empty word", "Composerp.X/Stock.cs", "public readonly record struct StockInfo(int A);" },
        { "No type or file is named with an empty word", "Composerp.X/CommonRules.cs", "" },
        { "No type or file is named with an empty word", "Composerp.X/Extensions.cs", "" },
        { "No folder of a service is a technical layer", "Composerp.X/Services/Stock.cs", "" },
        { "Comments do not narrate, and a to-do has a number", "Composerp.X/A.cs", "    // Act" },
        { "Comments do not narrate, and a to-do has a number", "Composerp.X/A.cs", "#reg" + "ion Fields" },
        { "Comments do not narrate, and a to-do has a number", "Composerp.X/a.sql", "-- TO" + "DO: index" },
        { "SQL stands in .sql files", "Composerp.X/Stock/A.cs", "var sql = \"select sku from item\";" },
        { "SQL stands in .sql files", "Composerp.X/Stock/A.cs", "await run(\"UPDATE item SET name = $1\");" },
        { "SQL stands in .sql files", "Composerp.X/Stock/A.cs", "var sql = \"\"\"\n    select sku from item\n    \"\"\";" },
        { "SQL stands in .sql files", "Composerp.X/Stock/A.cs", "Ask(\"select pg_advisory_lock(1)\");" },
        { "No query takes every column", "Composerp.X/Stock/a.sql", "select * from item" },
        { "No query takes every column", "Composerp.X/Stock/a.sql", "select i.* from item i" },
        { "Every package version is pinned once", "Composerp.X/Composerp.X.csproj", "<P><PackageReference Include=\"A\" Version=\"1.0\" /></P>" },
        {
            "Every package version is pinned once", "Directory.Packages.props",
            "<P><PackageVersion Include=\"A\" Version=\"1\" /><PackageVersion Include=\"A\" Version=\"2\" /></P>"
        },
        { "Namespaces are folders", "Composerp.X/Stock/A.cs", "namespace Composerp.X;" },
        { "Namespaces are folders", "tests/Composerp.X.Tests/Stock/A.cs", "namespace Composerp.X.Tests;" },
        { "An interface in a service has two implementations", "Composerp.X/Stock/IStock.cs", "interface IStock; class Stock : IStock;" },
        { "The root holds no debris", "PLAN.md", "" },
        { "The root holds no debris", "fix.patch", "" },
        { "No source chooses between Aspire and embedded", "Composerp.AppHost/AppHost.cs", "#if ASPIRE" },
        { "No source chooses between Aspire and embedded", "tests/Composerp.AppHost.Tests/A.cs", "  #if EMBEDDED" },
        { "Links between documents lead somewhere", "docs/a.md", "See [b](b.md#there) and [c](https://example.com)." },
        { "Migrations are numbered without gap or repeat", "Composerp.X/Migrations/0002_add_stock.sql", "" },
        { "No package registry is named: mirrors and closed networks decide that", "docs/a.md", Registry },
        { "No path of one machine", "docs/a.md", $"cd {Home}" },
        { "No path of one machine", "Composerp.X/A.cs", $"\"{Home}\"" },
        { "No secret, and nothing that looks like one", "deploy/key.pem", PrivateKey },
        { "No password stands in the sources", "Composerp.X/appsettings.json", "\"Pass" + "word\": \"correct-horse\"" },
        { "No password stands in the sources", "Composerp.X/A.cs", "\"Host=db;Pass" + "word=hunter22;\"" },
    };

    public static TheoryData<string, string, string> Kept => new()
    {
        { "Domain and Numerics use nothing but the base library", "Composerp.X/Numerics/A.cs", "using var room = new Room(3);" },
        { "Domain and Numerics use nothing but the base library", "Composerp.X/Domain/A.cs", "using System.Collections.Immutable;" },
        { "Domain and Numerics use nothing but the base library", "Composerp.X/Domain/A.cs", "using static Composerp.X.Domain.B;" },
        { "Domain and Numerics use nothing but the base library", "Composerp.X/Stock/A.cs", "using Npgsql;" },
        { "Domain and Numerics have no clock, no I/O, no waiting and no randomness", "Composerp.X/Domain/A.cs", "// Random walks, see DateTime.UtcNow." },
        { "No type or file is named with an empty word", "Composerp.X/Database.cs", "internal sealed class Database;" },
        { "No type or file is named with an empty word", "embedded/A.cs", "namespace Aspire.Hosting;\npublic static class CommonThings;" },
        { "SQL stands in .sql files", "Composerp.X/Stock/A.cs", "throw new InvalidOperationException(\"select a supplier first\");" },
        { "SQL stands in .sql files", "Composerp.X/Stock/A.cs", "from item in items\nselect Of(item);" },
        { "No query takes every column", "Composerp.X/Stock/a.sql", "select count(*) from item" },
        { "An interface in a service has two implementations", "Composerp.X/Stock/IStock.cs", "interface IStock; class A : IStock; class B : IStock;" },
        { "Links between documents lead somewhere", "docs/a.md", "See [a](../docs/a.md#here), [d](../docs) and [c](https://example.com)." },
        { "No password stands in the sources", "Composerp.X/A.cs", "Password = options.Password," },
        { "No package registry is named: mirrors and closed networks decide that", "docs/a.md", "Npgsql comes from the package registry in use." },
    };

    [Theory, MemberData(nameof(Broken))]
    public void A_broken_sample_is_found(string rule, string path, string text) =>
        Assert.NotEmpty(FenceOf(rule).Find([new(path, text)]));

    [Theory, MemberData(nameof(Kept))]
    public void What_keeps_the_rule_passes(string rule, string path, string text) =>
        Assert.Empty(FenceOf(rule).Find([new(path, text)]));

    [Theory]
    [InlineData("using Composerp.X.Positions;")]
    [InlineData("var found = Positions.FindPosition.Of(sku);")]
    public void A_slice_that_uses_another_is_found(string line) =>
        Assert.Single(FenceOf("Slices do not use other slices").Find(TwoSlices("Composerp.X/Movements/PostMovement.cs", line)));

    [Theory]
    [InlineData("Composerp.X/Movements/PostMovement.cs", "using Composerp.X.Domain;")]
    [InlineData("Composerp.X/Movements/PostMovement.cs", "var count = summary.Positions.Count;")]
    [InlineData("Composerp.X/LedgerService.cs", "using Composerp.X.Positions;")]
    public void What_a_slice_may_use_passes(string path, string line) =>
        Assert.Empty(FenceOf("Slices do not use other slices").Find(TwoSlices(path, line)));

    [Fact]
    public void A_foundation_may_be_used_and_may_not_use() => Assert.Equal(
        ["Composerp.InventoryLedger/Journal/Post.cs:1: using Composerp.InventoryLedger.Items;"],
        FenceOf("Slices do not use other slices").Find(
        [
            new("Composerp.InventoryLedger/Items/Item.cs", "using Composerp.InventoryLedger.Journal;"),
            new("Composerp.InventoryLedger/Journal/Post.cs", "using Composerp.InventoryLedger.Items;"),
        ]));

    [Fact]
    public void A_service_that_uses_another_is_found() => Assert.Single(FenceOf("Services do not use each other").Find(
        [new("Composerp.X/A.cs", "using Composerp.Y.Domain;"), new("Composerp.Y/B.cs", "namespace Composerp.Y;")]));

    [Fact]
    public void A_topic_typed_again_is_found() => Assert.Single(FenceOf("No topic literal outside Topics.cs").Find(
        [new("Composerp.Contracts/Topics.cs", $"const string A = {InventoryTopic};"), new("Composerp.X/A.cs", $"Subscribe({InventoryTopic});")]));

    [Fact]
    public void Every_fence_is_tried_on_a_broken_sample()
    {
        string[] aboveOnly = ["Slices do not use other slices", "Services do not use each other", "No topic literal outside Topics.cs"];

        Assert.Equal(
            Fence.All.Select(fence => fence.Rule).Order(StringComparer.Ordinal),
            Broken.Select(row => row.Data.Item1).Concat(aboveOnly).Distinct().Order(StringComparer.Ordinal));
    }

    private static Fence FenceOf(string rule) => Fence.All.Single(fence => fence.Rule == rule);

    private static SourceFile[] TwoSlices(string path, string line) =>
        [new(path, line), new("Composerp.X/Positions/FindPosition.cs", "namespace Composerp.X.Positions;")];

    private static string Repeated(int lines) => string.Join('\n', Enumerable.Repeat(";", lines));
}
