namespace Composerp.InventoryLedger.Domain;

/// <summary>A batch while it is decided: the state read, overlaid by what its movements have done so far.</summary>
internal sealed class PostingBatch(PostingState state)
{
    private readonly List<PostingOutcome> _outcomes = [];
    private readonly List<Entry> _entries = [];
    private readonly List<NoSaleDay> _noSaleDays = [];
    private readonly Dictionary<string, KnownMovement> _posted = new(StringComparer.Ordinal);
    private readonly Dictionary<int, long> _lastSequences = [];
    private readonly PostingPositions _positions = new(state);

    public void Post(Movement movement)
    {
        var outcome = FindKnown(movement.Id) is { } known ? Repeat(known, movement) : PostNew(movement);
        _outcomes.Add(outcome);

        if (outcome is Posted { IsRepeat: false } posted)
        {
            _posted.Add(movement.Id, new(movement.Content, posted.RecordedAt, posted.Parts));
        }
    }

    public PostingResult Result() => new(_outcomes, _entries, _positions.Changes(), _noSaleDays, _lastSequences);

    private static PostingOutcome Repeat(KnownMovement known, Movement movement) => known.Content == movement.Content
        ? new Posted(known.RecordedAt, known.Parts, IsRepeat: true)
        : new Refused([new(RefusalKind.ConflictingReplay, null, movement.Id, null)]);

    private KnownMovement? FindKnown(string id) =>
        _posted.GetValueOrDefault(id) ?? state.Known.GetValueOrDefault(id);

    private PostingOutcome PostNew(Movement movement)
    {
        if (Unknown(movement) is { Count: > 0 } unknown)
        {
            return new Refused(unknown);
        }

        if (movement.Kind == MovementKind.NoSale)
        {
            return PostNoSale(movement);
        }

        var posting = new MovementPosting(movement, state, _positions);

        if (posting.Run() is { Count: > 0 } refusals)
        {
            _positions.Undo();

            return new Refused(refusals);
        }

        _positions.Keep();

        return new Posted(state.RecordedAt, Append(movement, posting.Entries), IsRepeat: false);
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

    private List<Refusal> Unknown(Movement movement)
    {
        var refusals = new List<Refusal>();

        if (!state.Locations.ContainsKey(movement.Location))
        {
            refusals.Add(new(RefusalKind.UnknownLocation, null, movement.Location.Value, null));
        }

        if (movement.ToLocation is { } destination && !state.Locations.ContainsKey(destination))
        {
            refusals.Add(new(RefusalKind.UnknownLocation, null, destination.Value, null) { IsDestination = true });
        }

        for (var line = 0; line < movement.Lines.Count; line++)
        {
            if (!IsKnownItem(movement, movement.Lines[line]))
            {
                refusals.Add(new(RefusalKind.UnknownItem, line, movement.Lines[line].Sku.Value, null));
            }
        }

        return refusals;
    }

    private bool IsKnownItem(Movement movement, MovementLine line)
    {
        if (state.Items.Contains(line.Sku))
        {
            return true;
        }

        if (movement.Kind == MovementKind.NoSale)
        {
            return false;
        }

        // Positions are only ever made of items that exist, and items never go.
        var (giving, taking) = Legs.Of(movement);

        return (giving.HasPosition && state.Positions.ContainsKey(giving.Position(line)))
            || (taking.HasPosition && state.Positions.ContainsKey(taking.Position(line)));
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
