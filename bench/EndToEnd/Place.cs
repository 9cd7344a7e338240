using Composerp.Bench.Support;

namespace Composerp.Bench.EndToEnd;

/// <summary>Where a run finds room: data that are gone afterwards, and what the AppHost printed, which stays beside the figures.</summary>
internal sealed class Place : IDisposable
{
    // Not a folder of this user alone: PostgreSQL runs as another one where this is root.
    private readonly DirectoryInfo _data = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"composerp-bench-{Guid.CreateVersion7():N}"));
    private readonly StreamWriter _log = new(Report.PathOf("endtoend.log")) { AutoFlush = true };

    public string Data => _data.FullName;

    public void Print(string line) => _log.WriteLine(line);

    public void Dispose()
    {
        _log.Dispose();
        _data.Delete(recursive: true);
    }
}
