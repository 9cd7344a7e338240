using System.Text.RegularExpressions;

namespace Composerp.Architecture.Tests.Fences;

/// <summary>A slice of a service stands alone: it uses Domain, Numerics, Contracts, ServiceDefaults and itself.</summary>
internal static partial class Slices
{
    private static readonly string[] _pure = ["Domain", "Numerics"];

    // Slices may stand on these too. Everything that posts goes through the ledger's journal: there is one way to write. And
    // everything that forecasts, or shows what was forecast from, goes through the demand history: there is one way to read it.
    // What is learned from all series together is one more thing that everything forecasts with. Orders too are written in one
    // way, so that none changes without its record and its event.
    private static readonly string[] _foundations =
    [
        "Composerp.InventoryLedger/Journal",
        "Composerp.Forecasting/DemandHistory",
        "Composerp.Forecasting/GlobalModels",
        "Composerp.Replenishment/PurchaseOrders",
    ];

    public static IReadOnlyList<Fence> Fences { get; } =
    [
        new("Slices do not use other slices", UseEachOther),
        new("Namespaces are folders", NamespacesElsewhere),
        new("Services do not use each other", ServicesUseEachOther),
        new("An interface in a service has two implementations", NeedlessInterfaces),
    ];

    private static IEnumerable<string> UseEachOther(IReadOnlyList<SourceFile> files)
    {
        var types = files
            .Where(file => file.IsCode && SliceOf(file).Length > 0)
            .ToLookup(file => (file.Service, Slice: SliceOf(file)), file => file.Name.Split('.')[0]);

        // Beside "using Composerp.X.Positions" also the short form that the common parent namespace allows: Positions.FindPosition.
        return from file in files
               let own = SliceOf(file)
               where file.IsCode && own.Length > 0 && !_pure.Contains(own)
               from others in types
               where others.Key.Service == file.Service && others.Key.Slice != own && !MayBeUsed(others.Key.Service, others.Key.Slice)
               from line in file.Code
               where Mentions(line.Code, file.Service, others.Key.Slice, others)
               select file.At(line.Number, line.Code);
    }

    private static IEnumerable<string> NamespacesElsewhere(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsCode && (file.Under("Composerp.") || file.Path.Contains(".Tests/", StringComparison.Ordinal))
        let declared = Namespace().Match(file.Text)
        where declared.Success
        let expected = (file.IsTest ? file.Folder["tests/".Length..] : file.Folder).Replace('/', '.')
        where declared.Groups[1].Value != expected
        select $"{file.Path}: namespace {declared.Groups[1].Value}, its folder says {expected}";

    private static IEnumerable<string> ServicesUseEachOther(IReadOnlyList<SourceFile> files)
    {
        var services = files.Select(file => file.Service).Where(service => service.Length > 0).ToHashSet();

        return from file in files
               where (file.IsCode || file.IsProject) && file.IsService
               from line in file.Code
               from other in services
               where other != file.Service && line.Code.Contains(other, StringComparison.Ordinal)
               select file.At(line.Number, line.Code);
    }

    private static IEnumerable<string> NeedlessInterfaces(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsCode && file.IsService
        from match in Interface().Matches(file.Text)
        let name = match.Groups[1].Value
        let implementations = files.Where(other => other.Service == file.Service).Sum(other => Implementations(other.Text, name))
        where implementations < 2
        select $"{file.Path}: {name} has {implementations}";

    private static int Implementations(string text, string name) =>
        Regex.Count(text, $@"\b(class|struct|record)\b[^{{;]*?:[^{{;]*\b{name}\b", RegexOptions.Singleline);

    private static bool MayBeUsed(string service, string slice) =>
        _pure.Contains(slice) || _foundations.Contains($"{service}/{slice}");

    private static bool Mentions(string code, string service, string slice, IEnumerable<string> types) =>
        Regex.IsMatch(code, $@"\b{Regex.Escape(service)}\.{slice}\b")
        || Regex.IsMatch(code, $@"(?<![\w.]){slice}\.({string.Join('|', types.Select(Regex.Escape))})\b");

    /// <summary>The folder directly under a service's project; empty for its table of contents.</summary>
    private static string SliceOf(SourceFile file) =>
        file.IsService && file.Path.Split('/') is { Length: > 2 } parts ? parts[1] : "";

    [GeneratedRegex(@"^namespace ([\w.]+)\s*[;{]?\s*$", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\binterface (I[A-Z]\w*)")]
    private static partial Regex Interface();
}
