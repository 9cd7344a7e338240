using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.Testing;

namespace Composerp.Embedded.Tests.Api;

/// <summary>What compiles against embedded/ must compile against Aspire: its API is a part of Aspire's.</summary>
public sealed class ApiSubsetTests
{
    private static readonly string[] _namespaces = ["Aspire", "Microsoft.Extensions.Hosting", "Projects"];

    public static TheoryData<string> Assemblies =>
        ["Composerp.Embedded.Hosting", "Composerp.Embedded.Testing", "Composerp.Embedded.Clients"];

    [Theory, MemberData(nameof(Assemblies))]
    public void Every_public_type_and_member_is_Aspires(string assembly)
    {
        var known = Lists().SelectMany(Blocks).ToLookup(block => block.Header, block => block.Member);
        var types = Assembly.Load(assembly).GetExportedTypes().Where(IsAspires).ToArray();
        var printer = new ApiPrinter();

        var foreign = string.Join(
            '\n',
            from type in types
            let header = ApiPrinter.HeaderOf(type)
            from line in known.Contains(header) ? printer.MembersOf(type).Except(known[header]).Select(member => $"{header}\n    {member}") : [header]
            select line);

        Assert.NotEmpty(types);
        Assert.True(foreign.Length == 0, $"Aspire does not have:\n{foreign}");
    }

    // Were the lists read wrongly, nothing or everything would be in them.
    [Fact]
    public void The_lists_are_read_as_they_are_meant()
    {
        var known = Lists().SelectMany(Blocks).ToLookup(block => block.Header, block => block.Member);
        var factory = known["class Aspire.Hosting.Testing.DistributedApplicationFactory : IDisposable, IAsyncDisposable"].ToArray();

        Assert.Contains("Task StartAsync(CancellationToken cancellationToken = default)", factory);
        Assert.DoesNotContain("Task StartAsync(CancellationToken cancellationToken)", factory);
    }

    [Fact]
    public void Nothing_else_of_the_hosting_is_public() => Assert.All(
        new[] { typeof(DistributedApplication), typeof(DistributedApplicationTestingBuilder) }.SelectMany(type => type.Assembly.GetExportedTypes()),
        type => Assert.True(IsAspires(type), type.FullName));

    private static bool IsAspires(Type type) => _namespaces.Any(space =>
        type.Namespace == space || type.Namespace?.StartsWith($"{space}.", StringComparison.Ordinal) == true);

    private static string[] Lists() => Directory.GetFiles(AspireFacts.FolderOrSkip("aspire-api"), "*.api.txt");

    private static IEnumerable<(string Header, string Member)> Blocks(string file)
    {
        var (header, before) = ("", "");

        // A type stands after an empty line; the text of an attribute may go over several.
        foreach (var line in File.ReadLines(file))
        {
            header = before.Length == 0 ? line : header;
            before = line;

            yield return (header, line.Trim());
        }
    }
}
