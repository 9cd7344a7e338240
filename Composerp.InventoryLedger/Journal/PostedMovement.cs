using Composerp.Contracts;
using Composerp.ServiceDefaults.EventLog;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>A movement as one shard logged it, put together from its entries.</summary>
internal sealed class PostedMovement
{
    private readonly int _shard;
    private readonly List<MovementLineV1> _lines = [];
    private readonly List<DateTimeOffset> _times = [];
    private readonly DateTimeOffset _recordedAt;
    private readonly string _id;
    private readonly string _kind;
    private readonly int _part;
    private readonly int _parts;
    private readonly string? _actor;
    private readonly string? _reason;
    private readonly string? _reference;
    private DateTimeOffset _occurredAt;

    /// <param name="row">The first of its entries.</param>
    public PostedMovement(int shard, NpgsqlDataReader row)
    {
        _shard = shard;
        Sequence = row.GetInt64(0);
        _recordedAt = row.Instant(2);
        _id = row.GetString(5);
        _kind = row.GetString(6);
        _part = row.GetInt16(8);
        _parts = row.GetInt16(9);
        _actor = row.FindText(10);
        _reason = row.FindText(11);
        _reference = row.FindText(12);
    }

    public long Sequence { get; }

    public void AddLine(NpgsqlDataReader row)
    {
        var occurredAt = row.Instant(7);
        _times.Add(occurredAt);

        // Every part has at least one entry that was told, and told entries have the movement's time.
        if (!row.GetBoolean(21))
        {
            _occurredAt = occurredAt;
        }

        _lines.Add(new(
            row.GetString(13),
            row.GetString(14),
            row.GetString(16),
            row.Quantity(17),
            row.GetString(15) is { Length: > 0 } lot ? lot : null,
            OccurredAt: null,
            row.Find<long>(18),
            row.FindQuantity(19),
            row.Find<decimal>(20)));
    }

    public LoggedEvent ToEvent()
    {
        for (var n = 0; n < _lines.Count; n++)
        {
            if (_times[n] != _occurredAt)
            {
                _lines[n] = _lines[n] with { OccurredAt = _times[n] };
            }
        }

        var posted = new MovementPostedV1(
            _id, _kind, _occurredAt, _recordedAt, _part, _parts, _lines, _actor, _reason, _reference);
        var data = NewEvent.Of(EventTypes.MovementPosted, posted, ContractsJson.Default.MovementPostedV1).Data;

        return new(_shard, Sequence, EventTypes.MovementPosted, _recordedAt, data);
    }
}
