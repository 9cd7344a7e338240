namespace Composerp.InventoryLedger.Domain;

/// <summary>A batch while it is decided: the state read, overlaid by what its movements have done so far.</summary>
internal sealed class PostingBatch(PostingState state)
{
    private readonly List<PostingOutcome> _outcomes = [];
    private readonly List<Entry> _entries = [];
    private readonly List<NoSaleDay> _noSaleDays = [];
    private readonly Dictionary<string, KnownMovement> _posted = new(StringComparer.Ordinal);
    private readonly Dictionary<int, long> _lastSequences = [];
    private readonly PostingBooks _books = new(state);

    public void Post(Movement movement)
    {
        var outcome = FindKnown(movement.Id) is { } known ? Repeat(known, movement) : PostNew(movement);
        _outcomes.Add(outcome);

        if (outcome is Posted { IsRepeat: false } posted)
        {
            _posted.Add(movement.Id, new(movement.Content, posted.RecordedAt, posted.Parts));
        }
    }

    public PostingResult Result() => new(_outcomes, _entries, _books.Positions.Changes(), _noSaleDays, _lastSequences)
    {
        Holds = _books.Holds.Changed,
        Lots = _books.Lots.Changed,
        Serials = SerialMoves(),
        Reversed = _books.Reversed.Changed,
    };

    // A piece that came and went again within the batch was nowhere, as far as others can tell.
    private Dictionary<LotKey, SerialMove> SerialMoves() => _books.Serials.Changed
        .Select(serial => (serial.Key, Move: new SerialMove(state.Serials.TryGetValue(serial.Key, out var from) ? from : null, serial.Value)))
        .Where(serial => serial.Move.From != serial.Move.To)
        .ToDictionary(serial => serial.Key, serial => serial.Move);

    private static PostingOutcome Repeat(KnownMovement known, Movement movement) => known.Content == movement.Content
        ? new Posted(known.RecordedAt, known.Parts, IsRepeat: true)
        : new Refused([new(RefusalKind.ConflictingReplay, null, movement.Id, null)]);

    private KnownMovement? FindKnown(string id) =>
        _posted.GetValueOrDefault(id) ?? state.Known.GetValueOrDefault(id);

    private PostingOutcome PostNew(Movement movement)
    {
        if (Misfits(movement) is { Count: > 0 } misfits)
        {
            return new Refused(misfits);
        }

        if (movement.Kind == MovementKind.NoSale)
        {
            return PostNoSale(movement);
        }

        var posting = new MovementPosting(movement, _books);

        if (Run(posting, movement) is { Count: > 0 } refusals)
        {
            _books.Undo();

            return new Refused(refusals);
        }

        _books.Keep();

        return new Posted(state.RecordedAt, Append(movement, posting.Entries), IsRepeat: false);
    }

    private static IReadOnlyList<Refusal> Run(MovementPosting posting, Movement movement)
    {
        try
        {
            return posting.Run();
        }
        catch (OverflowException)
        {
            return [new(RefusalKind.BalanceOutOfRange, null, movement.Id, null)];
        }
    }

    private Posted PostNoSale(Movement movement)
    {
        var location = state.Locations[movement.Location];
        var date = location.BusinessDayOf(movement.OccurredAt ?? state.RecordedAt);

        foreach (var line in movement.Lines)
        {
            _noSaleDays.Add(new(_outcomes.Count, movement, location.Shard, line.Sku, date));
        }

        return new Posted(state.RecordedAt, [], IsRepeat: false);
    }

    private List<Refusal> Misfits(Movement movement)
    {
        var refusals = new List<Refusal>();

        if (movement.PastId is { } pastId)
        {
            if (movement.Past is null)
            {
                var kind = movement.IsPastArchived ? RefusalKind.MovementArchived : RefusalKind.UnknownMovement;
                refusals.Add(new(kind, null, pastId, null) { IsOfCost = movement.Kind == MovementKind.CostCorrection });

                return refusals;
            }
        }
        else if (!state.Locations.ContainsKey(movement.Location))
        {
            refusals.Add(new(RefusalKind.UnknownLocation, null, movement.Location.Value, null));
        }

        if (movement.ToLocation is { } destination && !state.Locations.ContainsKey(destination))
        {
            refusals.Add(new(RefusalKind.UnknownLocation, null, destination.Value, null) { IsDestination = true });
        }

        for (var line = 0; line < movement.Lines.Count; line++)
        {
            if (!state.Items.ContainsKey(movement.Lines[line].Sku))
            {
                refusals.Add(new(RefusalKind.UnknownItem, line, movement.Lines[line].Sku.Value, null));
            }
        }

        if (refusals.Count == 0 && IsClosed(movement))
        {
            refusals.Add(new(RefusalKind.PeriodClosed, null, $"{state.ClosedThrough:yyyy-MM-dd}", null));
        }

        return refusals;
    }

    private bool IsClosed(Movement movement)
    {
        if (state.ClosedThrough is not { } closedThrough)
        {
            return false;
        }

        var occurredAt = MovementPosting.TimeOf(movement, state);

        return Legs.LocationsOf(movement).Any(code => state.Locations[code].BusinessDayOf(occurredAt) <= closedThrough);
    }

    /// <summary>Gives the entries their places in the log: the next sequence of each shard.</summary>
    private MovementPart[] Append(Movement movement, List<Entry> entries)
    {
        var shards = Legs.LocationsOf(movement).Select(code => state.Locations[code].Shard).Distinct().ToArray();
        var parts = new MovementPart[shards.Length];

        for (var part = 0; part < shards.Length; part++)
        {
            var shard = shards[part];
            var sequence = _lastSequences.GetValueOrDefault(shard, state.LastSequences[shard]) + 1;
            _lastSequences[shard] = sequence;
            parts[part] = new(shard, sequence);
            var line = 0;

            foreach (var entry in entries)
            {
                if (entry.Shard == shard)
                {
                    line++;
                    _entries.Add(entry with { Sequence = sequence, Line = line, Part = part + 1, Parts = shards.Length });
                }
            }
        }

        return parts;
    }
}
