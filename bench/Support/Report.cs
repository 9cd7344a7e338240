using System.Globalization;
using System.Text.Json;

namespace Composerp.Bench.Support;

/// <summary>The figures for a person and for a machine.</summary>
public static class Report
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>A file among the artifacts.</summary>
    public static string PathOf(string fileName) =>
        Path.Combine(Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "bench")).FullName, fileName);

    public static void Show(IEnumerable<Figure> figures)
    {
        Console.WriteLine();
        Console.WriteLine($"{"figure",-38} {"value",14} {"unit",-9} {"reference",12} {"ratio",7} {"bar",8}");

        foreach (var figure in figures)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{figure.Name,-38} {figure.Value,14:#,0.###} {figure.Unit,-9} {figure.Reference,12:#,0.###} {figure.Ratio,7:0.00} {figure.Bar,8:0.###} {Verdict(figure)}"));
        }
    }

    public static async Task<string> WriteAsync(string subject, IReadOnlyList<Figure> figures, CancellationToken token)
    {
        var path = PathOf($"{subject}.json");
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(figures, _json), token);

        return path;
    }

    private static string Verdict(Figure figure) => figure.Met switch
    {
        true => "met",
        false => "MISSED",
        null => "",
    };
}
