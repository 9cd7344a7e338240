using System.Text.RegularExpressions;

namespace Composerp.Architecture.Tests.Fences;

/// <summary>Domain and Numerics: values in, values out.</summary>
internal static partial class PureCode
{
    public static IReadOnlyList<Fence> Fences { get; } =
    [
        new("Domain and Numerics use nothing but the base library", UseOthers),
        new("Domain and Numerics have no clock, no I/O, no waiting and no randomness", HaveEffects),
    ];

    private static IEnumerable<string> UseOthers(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsCode && file.IsService && PureFolder().IsMatch(file.Path)
        from line in file.Code
        where Using().Match(line.Code) is { Success: true } match && !Allowed(match.Groups["name"].Value, file.Service)
        select file.At(line.Number, line.Code);

    private static IEnumerable<string> HaveEffects(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsCode && file.IsService && PureFolder().IsMatch(file.Path)
        from line in file.Code
        where Effect().IsMatch(line.Code)
        select file.At(line.Number, line.Code);

    private static bool Allowed(string used, string service) =>
        BaseLibrary().IsMatch(used) || used == "Composerp.Contracts"
        || used.StartsWith($"{service}.Domain", StringComparison.Ordinal)
        || used.StartsWith($"{service}.Numerics", StringComparison.Ordinal);

    [GeneratedRegex(@"^[^/]+/(Domain|Numerics)/")]
    private static partial Regex PureFolder();

    [GeneratedRegex(@"^\s*(global )?using (static )?(\w+ = )?(global::)?(?<name>[\w.]+)\s*;")]
    private static partial Regex Using();

    [GeneratedRegex(@"^System(\.(Buffers|Collections|Diagnostics|Globalization|Linq|Numerics|Runtime|Security\.Cryptography|Text)(\..*)?|\.Math)?$")]
    private static partial Regex BaseLibrary();

    // The web SDK imports hosting, logging and tasks by itself, so a missing using proves nothing.
    [GeneratedRegex(
        @"\b(async|await|Task|ValueTask|ILogger|LoggerMessage|HttpContext|HttpClient|IServiceProvider|IConfiguration|TimeProvider"
        + @"|Stopwatch|Random|RandomNumberGenerator|File|Directory|Console|Environment|Npgsql\w*|Confluent|Dapper|Thread|Parallel)\b"
        + @"|\bDateTime(Offset)?\.(Utc)?Now\b|\bGuid\.(NewGuid|CreateVersion7)\b")]
    private static partial Regex Effect();
}
