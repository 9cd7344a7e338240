using System.Globalization;

namespace Composerp.Samples;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Arguments(string Verb, IReadOnlyList<string> Files, IReadOnlyDictionary<string, string> Options)
{
    public const string Usage = """
        usage: dotnet run --project samples/Composerp.Samples -- <verb>

          demo [--end yyyy-MM-dd] [--stores N] [--items N] [--days N]
              Fills a small retailer: two years of sales, stock, a forecast, proposals.

          m5 <sales csv> <calendar csv> [--series N] [--days N]
              Imports store sales of the M5 competition and checks every figure on the way to a received order.
              --series takes the first N lines, --days the last N days. Exit code 1 if a check fails.

        The services are expected where the AppHost starts them; services__<name>__http__0 names other addresses.
        """;

    private static readonly Dictionary<string, (int Files, string[] Options)> _verbs = new()
    {
        ["demo"] = (0, ["end", "stores", "items", "days"]),
        ["m5"] = (2, ["series", "days"]),
    };

    /// <summary>Null if the arguments make no sense.</summary>
    public static Arguments? Find(IReadOnlyList<string> args)
    {
        if (args.Count == 0 || !_verbs.TryGetValue(args[0], out var verb) || args.Count < 1 + verb.Files || (args.Count - verb.Files) % 2 == 0)
        {
            return null;
        }

        var options = args.Skip(1 + verb.Files).Chunk(2).ToArray();

        return options.All(option => verb.Options.Contains(option[0].TrimStart('-')) && IsValue(option[0], option[1]))
            ? new Arguments(args[0], [.. args.Skip(1).Take(verb.Files)], options.ToDictionary(option => option[0].TrimStart('-'), option => option[1]))
            : null;
    }

    public int Number(string option, int otherwise) =>
        Options.TryGetValue(option, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public DateOnly Date(string option, DateOnly otherwise) =>
        Options.TryGetValue(option, out var text) ? DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture) : otherwise;

    private static bool IsValue(string option, string text) => option == "--end"
        ? DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
}
