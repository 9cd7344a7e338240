using Composerp.InventoryLedger.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Names positions: short numbers for their entries, taken from the database a thousand at a time.</summary>
internal sealed class PositionIds
{
    private const int BlockSize = 1_000;

    private static readonly string _takePositionIds = SqlFile.Of<PositionIds>("take_position_ids.sql");

    private readonly Lock _lock = new();
    private long _next;
    private long _end;

    /// <summary>The ids of positions that change: those they have, and new ones for those that are made.</summary>
    /// <remarks>A number taken by a posting that fails is lost; there are enough.</remarks>
    public async Task<IReadOnlyDictionary<PositionKey, long>> TakeAsync(
        NpgsqlConnection connection, IReadOnlyList<PositionChange> changes, CancellationToken token)
    {
        var ids = new Dictionary<PositionKey, long>(changes.Count);

        foreach (var change in changes)
        {
            ids.Add(change.Key, change.IsNew ? await TakeAsync(connection, token) : change.Before.Id);
        }

        return ids;
    }

    private async ValueTask<long> TakeAsync(NpgsqlConnection connection, CancellationToken token)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_next < _end)
                {
                    return _next++;
                }
            }

            await using var command = Sql.Command(connection, _takePositionIds);
            var block = await command.ExecuteScalarAsync(token) as long? ?? throw new InvalidOperationException("A sequence has no value.");

            lock (_lock)
            {
                // Two postings may take a block at once: the earlier one's rest is lost.
                (_next, _end) = (block * BlockSize, (block + 1) * BlockSize);
            }
        }
    }
}
