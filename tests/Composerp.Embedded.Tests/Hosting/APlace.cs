using Composerp.Embedded.Postgres;

namespace Composerp.Embedded.Tests.Hosting;

/// <summary>What one run of the trial application after another has in common: the data that are kept, and a fixed port.</summary>
internal sealed class APlace : IDisposable
{
    private readonly string _volume = $"trial-{Guid.CreateVersion7():N}";

    public int Port { get; } = Ports.TakeFree();

    public string DataDirectory => PostgresServer.DefaultDataDirectory(_volume);

    /// <summary>The server has begun to use its data and has not closed them in good order.</summary>
    public bool HasOpenData => File.Exists(Path.Combine(DataDirectory, "postmaster.pid"));

    public string[] Arguments => [$"volume={_volume}", $"port={Port}", "Parameters:postgres-password=pw"];

    public void Dispose()
    {
        if (Directory.Exists(DataDirectory))
        {
            Directory.Delete(DataDirectory, recursive: true);
        }

        File.Delete(DataDirectory + ".lock");
    }
}
