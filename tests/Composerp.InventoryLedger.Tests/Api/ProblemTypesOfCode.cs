using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Imports;
using Composerp.ServiceDefaults;

namespace Composerp.InventoryLedger.Tests.Api;

/// <summary>The types of problems that the code can answer with, found in what was compiled.</summary>
/// <remarks>
/// Names of enums, constants, and every literal of the form "two-words" that is not known to mean something else: so a type
/// that somebody adds is found wherever it is written.
/// </remarks>
internal static partial class ProblemTypesOfCode
{
    private static readonly string[] _otherLiterals =
    [
        Topics.Inventory, Topics.Replenishment, Topics.Integration,
        "inventory-ledger", "opening-stock", "position-changed", "moving-average", "daily-sales", "log-not-taken-back",
        "content-type", "date-time", "dead-letters", "event-feed", "event-log", "x-ref-description", "x-ref-example", "x-schema-id",
    ];

    /// <summary>Made of a literal and a name.</summary>
    private static readonly Dictionary<string, string[]> _beginnings = new()
    {
        ["bad-"] = ["location", "sku", "code", "price", "unit-cost"],
        ["repeated-"] = ["sku", "code"],
        ["unknown-"] = ["item", "location", "movement", "import"],
    };

    /// <summary>One word alone may be anything.</summary>
    private static readonly string[] _oneWord = ["archived"];

    /// <summary>What the framework answers with: its reason phrases.</summary>
    private static readonly string[] _ofFramework =
        ["not-found", "method-not-allowed", "payload-too-large", "unsupported-media-type", "internal-server-error"];

    public static IReadOnlySet<string> All { get; } = Find().ToHashSet();

    private static IEnumerable<string> Find()
    {
        var defaults = typeof(ComposerpService).Assembly;
        var literals = LiteralsOf(typeof(LedgerService).Assembly).Concat(LiteralsOf(defaults)).ToHashSet();
        Assert.Equal(_beginnings.Keys.Order(), literals.Where(literal => Beginning().IsMatch(literal)).Order());

        return
        [
            .. Names<MovementViolation>(), .. Names<RefusalKind>(), .. Names<QuantityProblem>(),
            .. literals.Where(literal => TwoWords().IsMatch(literal)).Except(_otherLiterals),
            .. _beginnings.SelectMany(beginning => beginning.Value.Select(end => beginning.Key + end)),
            .. ConstantsOf(defaults.GetType("Composerp.ServiceDefaults.Http.ProblemTypes", throwOnError: true)!),
            FileFault.InterruptedType, .. _oneWord, .. _ofFramework,
        ];
    }

    private static IEnumerable<string> Names<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(LedgerProblem.Kebab);

    private static IEnumerable<string> ConstantsOf(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

    private static List<string> LiteralsOf(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var literals = new List<string>();

        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle))
        {
            literals.Add(metadata.GetUserString(handle));
        }

        return literals;
    }

    [GeneratedRegex("^[a-z]+(-[a-z0-9]+)+$")]
    private static partial Regex TwoWords();

    [GeneratedRegex("^[a-z]+-$")]
    private static partial Regex Beginning();
}
