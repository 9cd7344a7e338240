using Composerp.ServiceDefaults.EventLog;
using Npgsql;

namespace Composerp.ServiceDefaults.Tests.World;

/// <summary>The shop's log without its oldest events.</summary>
internal sealed class ShortLog(LogBeginning beginning) : IEventLog
{
    private readonly EventTable _table = new("shop", EventWorld.Topic);

    public string Source => _table.Source;

    public string Topic => _table.Topic;

    public async Task<IReadOnlyList<LoggedEvent>> ReadAsync(
        NpgsqlConnection connection, int shard, long after, int limit, CancellationToken token) =>
        [.. (await _table.ReadAsync(connection, shard, after, limit, token)).Where(one => one.Sequence > beginning.Archived)];

    public Task<LogBeginning?> FindBeginningAsync(NpgsqlConnection connection, int shard, CancellationToken token) =>
        Task.FromResult<LogBeginning?>(beginning);
}
