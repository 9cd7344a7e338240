using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Tests.Domain;

/// <summary>A ledger in memory around the pure posting function: gathers by looking at every entry, keeps what it says.</summary>
internal sealed class MemoryLedger
{
    private readonly Dictionary<string, KnownMovement> _known = [];
    private readonly Dictionary<PositionKey, Position> _positions = [];
    private readonly Dictionary<int, long> _sequences = [];
    private readonly Dictionary<LocationCode, LocationRules> _locations = [];
    private readonly Dictionary<Sku, ItemRules> _items = new[]
    {
        Item("bolt"),
        Item("nut"),
        Item("rod"),
        Item("beam", valuation: Valuation.Fifo),
        Item("milk", Tracking.Lot),
        Item("drill", Tracking.Serial),
        Item("beer", decimals: 0, units: new() { ["case"] = Quantity.Of(12), ["half"] = Quantity.Of(0.5m) }),
    }.ToDictionary(item => item.Sku);

    private readonly Dictionary<HoldKey, Hold> _holds = [];
    private readonly Dictionary<LotKey, LotRules> _lots = [];
    private readonly Dictionary<LotKey, LocationCode> _serials = [];
    private readonly Dictionary<string, string> _reversed = [];
    private readonly Dictionary<CostOrigin, Money> _corrected = [];
    private long _lastId;

    public MemoryLedger(params LocationRules[] locations)
    {
        foreach (var location in locations)
        {
            _locations[location.Code] = location;
            _sequences[location.Shard] = 0;
        }
    }

    public DateTimeOffset Now { get; set; } = AMovement.Day(10);

    public List<Entry> Entries { get; } = [];

    public List<NoSaleDay> NoSaleDays { get; } = [];

    public IReadOnlyDictionary<PositionKey, Position> Positions => _positions;

    public IReadOnlyDictionary<HoldKey, Hold> Holds => _holds;

    public IReadOnlyDictionary<LotKey, LocationCode> Serials => _serials;

    public IReadOnlyDictionary<LotKey, LotRules> Lots => _lots;

    public IReadOnlyDictionary<string, string> Reversed => _reversed;

    public IReadOnlyDictionary<Sku, ItemRules> Items => _items;

    public IEnumerable<LocationRules> Locations => _locations.Values;

    public DateOnly? ClosedThrough { get; set; }

    public static ItemRules Item(
        string sku,
        Tracking tracking = Tracking.None,
        Valuation valuation = Valuation.MovingAverage,
        int decimals = 4,
        Dictionary<string, Quantity>? units = null) => new(new(sku), tracking, valuation, decimals, "each", units ?? [], null);

    public static LocationRules Location(
        string code, int shard, DateOnly? goLive = null, bool allowsNegative = false, string zone = "UTC") =>
        new(new(code), shard, TimeZoneInfo.FindSystemTimeZoneById(zone), goLive, allowsNegative);

    public static PositionKey OnHand(string location, string sku) => new(new(location), new(sku), "", Account.OnHand);

    public decimal Balance(string location, string sku, Account account = Account.OnHand) =>
        _positions.GetValueOrDefault(OnHand(location, sku) with { Account = account }, Position.Empty).Balance.ToDecimal();

    /// <summary>What was at a place at a time, by everything known now.</summary>
    public decimal BalanceAt(PositionKey key, DateTimeOffset instant) => Of(key)
        .Where(entry => entry.OccurredAt <= instant)
        .Sum(entry => entry.Quantity.ToDecimal());

    /// <summary>What else was logged in a shard took the sequences up to this one.</summary>
    public void GoOnAfter(int shard, long sequence) => _sequences[shard] = sequence;

    public IReadOnlyList<PostingOutcome> Post(params string[] movements) => Post(movements.Select(AMovement.Of).ToArray());

    public CostPool Pool(string location, string sku) => _positions.GetValueOrDefault(OnHand(location, sku), Position.Empty).Pool;

    /// <summary>What posting would come to now.</summary>
    public PostingResult Judge(params Movement[] told)
    {
        var movements = told.Select(Resolved).ToArray();
        var questions = HistoryQuestions.Of(movements, _positions, Now);
        var state = new PostingState(
            Now, _sequences, _known, _locations, _items, _positions,
            questions.ToDictionary(question => question.Key, question => Answer(question.Key, question.Value)))
        {
            ClosedThrough = ClosedThrough,
            Holds = _holds,
            Lots = _lots,
            Serials = _serials,
            Reversed = _reversed,
            Corrected = _corrected,
        };

        return Posting.Post(state, movements);
    }

    public IReadOnlyList<PostingOutcome> Post(params Movement[] movements)
    {
        var result = Judge(movements);

        Entries.AddRange(result.Entries);
        NoSaleDays.AddRange(result.NoSaleDays);

        foreach (var (shard, sequence) in result.LastSequences)
        {
            _sequences[shard] = sequence;
        }

        foreach (var change in result.Positions)
        {
            Assert.Equal(_positions.GetValueOrDefault(change.Key, Position.Empty), change.Before);
            _positions[change.Key] = change.IsNew ? change.Position with { Id = ++_lastId } : change.Position;
        }

        foreach (var (movement, outcome) in movements.Zip(result.Outcomes))
        {
            if (outcome is Posted { IsRepeat: false } posted)
            {
                _known.Add(movement.Id, new(movement.Content, posted.RecordedAt, posted.Parts));
            }
        }

        Remember(result);
        Now += TimeSpan.FromSeconds(1);

        return result.Outcomes;
    }

    private void Remember(PostingResult result)
    {
        foreach (var (key, hold) in result.Holds)
        {
            _holds[key] = hold;
        }

        foreach (var (key, lot) in result.Lots)
        {
            _lots[key] = lot;
        }

        foreach (var (key, move) in result.Serials)
        {
            _serials.Remove(key);

            if (move.To is { } place)
            {
                _serials.Add(key, place);
            }
        }

        foreach (var (id, by) in result.Reversed)
        {
            _reversed.Add(id, by);
        }

        foreach (var entry in result.Entries.Where(entry => entry.Movement.Kind == MovementKind.CostCorrection))
        {
            var origin = new CostOrigin(entry.Movement.PastId ?? "", entry.PastLine ?? 0);
            _corrected[origin] = _corrected.GetValueOrDefault(origin) + (entry.Value ?? Money.Zero) + (entry.Variance ?? Money.Zero);
        }
    }

    private Movement Resolved(Movement movement)
    {
        var entries = Entries.Where(entry => entry.Movement.Id == movement.PastId).ToArray();

        return entries.Length == 0 ? movement : movement with
        {
            Past = new(
                entries[0].Movement.Id,
                entries[0].Movement.Kind,
                entries.First(entry => !entry.IsCorrection).OccurredAt,
                entries[0].Movement.Reference,
                [
                    .. entries.Select(entry => new PastEntry(
                        entry.Line, entry.Position, entry.Contra, entry.Counterpart, entry.Quantity, entry.Value, entry.Variance,
                        entry.UnitPrice, entry.OccurredAt, entry.IsCorrection, entry.Found is not null, entry.Reservation)),
                ]),
        };
    }

    private PositionHistory Answer(PositionKey key, HistoryQuestion question) => new(
        question.CountTimes.ToDictionary(
            instant => instant,
            instant => Of(key).Where(entry => entry.OccurredAt > instant)
                .Aggregate(Quantity.Zero, (sum, entry) => sum + entry.Quantity)),
        question.CountTimes.ToDictionary(
            instant => instant,
            instant => Of(key).Count(entry => entry.OccurredAt == instant && (entry.IsCorrection || IsCount(entry)))),
        [.. Of(key).Where(entry => IsCount(entry) && entry.OccurredAt >= question.CountsFrom).Select(entry => entry.OccurredAt).Order()]);

    private bool IsCount(Entry entry) => entry.Found is not null && !_reversed.ContainsKey(entry.Movement.Id);

    private IEnumerable<Entry> Of(PositionKey key) => Entries.Where(entry => entry.Position == key);
}
