using System.Globalization;

namespace Composerp.Bench.Ledger;

/// <summary>--quick, and --entries with millions of entries, ascending.</summary>
internal static class Arguments
{
    /// <returns>Null where the arguments are none of these.</returns>
    public static Effort? Read(IReadOnlyList<string> arguments)
    {
        var effort = Effort.Full;

        for (var n = 0; n < arguments.Count; n++)
        {
            if (arguments[n] == "--quick")
            {
                effort = Effort.Quick;
            }
            else if (arguments[n] == "--entries" && n + 1 < arguments.Count && Millions(arguments[n + 1]) is { } entries)
            {
                effort = effort with { Entries = entries };
                n++;
            }
            else
            {
                return null;
            }
        }

        return effort;
    }

    private static long[]? Millions(string text)
    {
        var entries = text.Split(',')
            .Select(part => decimal.TryParse(part, CultureInfo.InvariantCulture, out var millions) ? (long)(millions * 1_000_000) : 0).ToArray();

        return entries.All(number => number > 0) ? [.. entries.Order()] : null;
    }
}
