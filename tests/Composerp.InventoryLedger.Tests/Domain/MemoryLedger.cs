using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Tests.Domain;

/// <summary>A ledger in memory around the pure posting function: gathers by looking at every entry, keeps what it says.</summary>
internal sealed class MemoryLedger
{
    private readonly Dictionary<string, KnownMovement> _known = [];
    private readonly Dictionary<PositionKey, Position> _positions = [];
    private readonly Dictionary<int, long> _sequences = [];
    private readonly Dictionary<LocationCode, LocationRules> _locations = [];
    private readonly HashSet<Sku> _items = [new("bolt"), new("nut"), new("rod")];

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

    public IReadOnlyList<PostingOutcome> Post(params string[] movements) => Post(movements.Select(AMovement.Of).ToArray());

    public IReadOnlyList<PostingOutcome> Post(params Movement[] movements)
    {
        var questions = HistoryQuestions.Of(movements, _positions, Now);
        var state = new PostingState(
            Now, _sequences, _known, _locations, _items, _positions,
            questions.ToDictionary(question => question.Key, question => Answer(question.Key, question.Value)));
        var result = Posting.Post(state, movements);

        Entries.AddRange(result.Entries);
        NoSaleDays.AddRange(result.NoSaleDays);

        foreach (var (shard, sequence) in result.LastSequences)
        {
            _sequences[shard] = sequence;
        }

        foreach (var change in result.Positions)
        {
            Assert.Equal(_positions.GetValueOrDefault(change.Key, Position.Empty).Version, change.PreviousVersion);
            _positions[change.Key] = change.Position;
        }

        foreach (var (movement, outcome) in movements.Zip(result.Outcomes))
        {
            if (outcome is Posted { IsRepeat: false } posted)
            {
                _known.Add(movement.Id, new(movement.Content, posted.RecordedAt, posted.Parts));
            }
        }

        return result.Outcomes;
    }

    private PositionHistory Answer(PositionKey key, HistoryQuestion question) => new(
        question.CountTimes.ToDictionary(
            instant => instant,
            instant => Of(key).Where(entry => entry.OccurredAt > instant)
                .Aggregate(Quantity.Zero, (sum, entry) => sum + entry.Quantity)),
        [.. Of(key).Where(entry => entry.Found is not null && entry.OccurredAt >= question.CountsFrom)
            .Select(entry => entry.OccurredAt).Order()]);

    private IEnumerable<Entry> Of(PositionKey key) => Entries.Where(entry =>
        new PositionKey(entry.Location, entry.Sku, entry.Lot, entry.Account) == key);
}
