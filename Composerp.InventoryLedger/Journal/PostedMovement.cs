using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;
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
    private readonly string? _pastId;
    private readonly string? _pastKind;
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
        _pastId = row.FindText(25);
        _pastKind = row.FindText(26);
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

        var inside = new MovementLineV1(
            row.GetString(13),
            row.GetString(14),
            row.GetString(16),
            row.Quantity(17),
            row.GetString(15) is { Length: > 0 } lot ? lot : null,
            OccurredAt: null,
            row.GetInt64(18),
            row.Quantity(19),
            row.Find<decimal>(20),
            row.FindMoney(23),
            row.FindMoney(24),
            row.Find<DateOnly>(27));
        _lines.Add(inside);

        // The other side, where it is outside, is the same entry. The side that gives stands first.
        if (inside.Quantity != 0 && !LedgerNames.AccountOf(row.GetString(22)).IsInside())
        {
            var outside = new MovementLineV1(
                inside.Location, inside.Sku, row.GetString(22), -inside.Quantity, inside.Lot, UnitPrice: inside.UnitPrice);
            _times.Add(occurredAt);
            _lines.Insert(inside.Quantity > 0 ? _lines.Count - 1 : _lines.Count, outside);
        }
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
            _id, _kind, _occurredAt, _recordedAt, _part, _parts, _lines, _actor, _reason, _reference, _pastId, _pastKind);
        var data = NewEvent.Of(EventTypes.MovementPosted, posted, ContractsJson.Default.MovementPostedV1).Data;

        return new(_shard, Sequence, EventTypes.MovementPosted, _recordedAt, data);
    }
}
