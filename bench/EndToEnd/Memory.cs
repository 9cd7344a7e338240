using System.Globalization;
using Composerp.Bench.Support;

namespace Composerp.Bench.EndToEnd;

/// <summary>Processes of the application and the most memory that each held, from /proc.</summary>
internal sealed class Memory(int appHost)
{
    private const double KibPerMib = 1024;

    private static readonly (string Name, string Marker)[] _services =
    [
        ("inventory-ledger", "Composerp.InventoryLedger.dll"),
        ("forecasting", "Composerp.Forecasting.dll"),
        ("replenishment", "Composerp.Replenishment.dll"),
    ];

    private double _postgresPeakKib;

    /// <summary>The environment of a service's process, which names the database that it was given.</summary>
    public string ConnectionString(string database)
    {
        var variable = $"ConnectionStrings__{database}=";
        var setting = Descendants()
            .SelectMany(id => Read($"/proc/{id}/environ").Split('\0'))
            .FirstOrDefault(entry => entry.StartsWith(variable, StringComparison.Ordinal));

        return setting?[variable.Length..] ?? throw new InvalidOperationException($"No process of the application knows {database}.");
    }

    /// <summary>Looks at Postgres: its processes come and go and share memory, so its share is summed as long as it lives.</summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var postgres = Descendants().Where(id => Read($"/proc/{id}/comm").TrimEnd() == "postgres");
            _postgresPeakKib = Math.Max(_postgresPeakKib, postgres.Sum(id => Kib($"/proc/{id}/smaps_rollup", "Pss:")));
            await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(1), stop));
        }
    }

    public IEnumerable<Figure> Peaks()
    {
        yield return Peak("apphost", Kib($"/proc/{appHost}/status", "VmHWM:"));

        foreach (var (name, marker) in _services)
        {
            var id = Descendants().FirstOrDefault(id => Read($"/proc/{id}/cmdline").Split('\0').Any(part => part.EndsWith(marker, StringComparison.Ordinal)));

            yield return Peak(name, Kib($"/proc/{id}/status", "VmHWM:"));
        }

        yield return Peak("postgres", _postgresPeakKib);
    }

    private static Figure Peak(string name, double kib) => Figure.Plain($"peak-memory-mib-{name}", kib / KibPerMib, "MiB");

    private List<int> Descendants()
    {
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .ToLookup(id => (int)Kib($"/proc/{id}/status", "PPid:"));
        var found = new List<int> { appHost };

        for (var n = 0; n < found.Count; n++)
        {
            found.AddRange(parents[found[n]]);
        }

        return found;
    }

    private static double Kib(string path, string label)
    {
        var line = Read(path).Split('\n').FirstOrDefault(line => line.StartsWith(label, StringComparison.Ordinal));

        return line is null ? 0 : double.Parse(line[label.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    // A process may end between two looks, and smaps of another user's is closed to all but root.
    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
