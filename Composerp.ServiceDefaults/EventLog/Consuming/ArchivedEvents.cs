using Microsoft.Extensions.Logging;
using Npgsql;

namespace Composerp.ServiceDefaults.EventLog.Consuming;

/// <summary>Goes on behind events that the source does not keep: there it states what came of them.</summary>
internal sealed partial class ArchivedEvents(ConsumerRoute route, NpgsqlDataSource database, ILogger logger)
{
    private readonly ConsumerPositions _positions = new(route.Source);

    /// <param name="position">What was applied.</param>
    /// <param name="start">The sequence with which the source says to begin.</param>
    /// <returns>The position now.</returns>
    public async Task<long> SkipAsync(int shard, long position, long start, CancellationToken token)
    {
        if (position == 0)
        {
            LogBegins(route.Source, shard, start);
        }
        else
        {
            LogMissed(route.Source, shard, position, start - 1);
        }

        await _positions.SkipAsync(database, shard, start - 1, token);

        return start - 1;
    }

    [LoggerMessage(LogLevel.Information, "Older events of shard {Shard} of {Source} are archived: beginning with {Start}.")]
    private partial void LogBegins(string source, int shard, long start);

    [LoggerMessage(
        LogLevel.Error,
        "Events of shard {Shard} of {Source} after {Position} up to {Archived} were archived before they were applied here: only what is stated of them is known.")]
    private partial void LogMissed(string source, int shard, long position, long archived);
}
