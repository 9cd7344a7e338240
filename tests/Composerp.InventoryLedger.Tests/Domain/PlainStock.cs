using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Tests.Domain;

/// <summary>
/// Stock by its meaning: what was told, replayed in the order in which it occurred, a count setting the balance. It knows
/// nothing of versions, differences and corrections, nor of cost.
/// </summary>
internal sealed partial class PlainStock(MemoryLedger ledger)
{
    private readonly Dictionary<LocationCode, LocationRules> _locations = ledger.Locations.ToDictionary(location => location.Code);
    private readonly Dictionary<string, Told> _told = [];
    private readonly List<Step> _steps = [];
    private readonly Dictionary<HoldKey, decimal> _holds = [];
    private readonly Dictionary<LotKey, DateOnly> _expiries = [];
    private int _number;

    // The movement that is being judged.
    private List<Step> _tried = [];
    private Dictionary<HoldKey, decimal> _triedHolds = [];
    private Dictionary<PositionKey, decimal> _now = [];
    private List<Told> _reckonedAgainst = [];
    private SortedSet<RefusalKind> _refusals = [];

    /// <summary>Agrees with what the ledger made of a movement, or fails.</summary>
    public void Take(Movement movement, PostingOutcome outcome)
    {
        if (_told.TryGetValue(movement.Id, out var earlier))
        {
            Assert.True(
                earlier.Movement.Content == movement.Content
                    ? outcome is Posted { IsRepeat: true } again && again.Parts.SequenceEqual(earlier.Parts)
                    : outcome is Refused { Refusals: [{ Kind: RefusalKind.ConflictingReplay }] },
                $"{movement.Id} again: {outcome}");

            return;
        }

        Judge(movement);
        var refusals = outcome is Refused refused ? refused.Refusals.Select(refusal => refusal.Kind).Distinct().ToArray() : [];

        // Where much is wrong, what else is wrong depends on what is looked at first.
        Assert.True(
            outcome is Posted ? _refusals.Count == 0 : _refusals.Overlaps(refusals),
            $"{movement.Id}: [{string.Join(' ', _refusals)}] expected, [{string.Join(' ', refusals)}] told.");

        if (outcome is Posted posted)
        {
            Assert.False(posted.IsRepeat);
            Keep(movement, posted);
        }
    }

    public void AssertAgrees()
    {
        foreach (var instant in _steps.Select(step => step.At).Distinct().Append(AMovement.Day(9)))
        {
            var balances = Replay(_steps, instant);
            Assert.All(ledger.Positions.Keys.Union(balances.Keys), key => Assert.Equal(
                $"{key} @{instant:dd.HH:mm} {balances.GetValueOrDefault(key) + 0.0000m}",
                $"{key} @{instant:dd.HH:mm} {ledger.BalanceAt(key, instant) + 0.0000m}"));
        }

        Assert.Equal(
            _holds.Where(hold => hold.Value != 0).Select(hold => $"{hold.Key} {hold.Value + 0.0000m}").Order(),
            ledger.Holds.Where(hold => hold.Value.Open != Quantity.Zero).Select(hold => $"{hold.Key} {hold.Value.Open.ToDecimal() + 0.0000m}").Order());
    }

    private void Keep(Movement movement, Posted posted)
    {
        var past = movement.PastId is { } pastId ? _told[pastId] : null;
        _told.Add(movement.Id, new(movement, posted.Parts, _tried, Difference(_holds, _triedHolds))
        {
            IsWithinCount = past?.IsWithinCount ?? IsWithinCount(movement.Kind),
        });
        _reckonedAgainst.ForEach(count => count.IsReckonedAgainst = true);
        past?.ReversedBy = movement.Id;

        // A count that was taken back sets nothing any more; anything else is undone by steps of the same time.
        if (past is { Movement.Kind: MovementKind.Count })
        {
            _steps.RemoveAll(past.Steps.Contains);
        }
        else
        {
            _steps.AddRange(_tried);
        }

        foreach (var (key, open) in _triedHolds)
        {
            _holds[key] = open;
        }

        foreach (var line in movement.Lines.Where(line => line.ExpiresOn is not null))
        {
            _expiries[new(line.Sku, line.Lot)] = line.ExpiresOn ?? default;
        }
    }

    /// <summary>What of everything is where, at a time.</summary>
    private static Dictionary<PositionKey, decimal> Replay(IEnumerable<Step> steps, DateTimeOffset until)
    {
        var balances = new Dictionary<PositionKey, decimal>();

        // What occurred when something was counted was seen by the count.
        foreach (var step in steps.Where(step => step.At <= until).OrderBy(step => step.At).ThenBy(step => step.Found is not null).ThenBy(step => step.Told))
        {
            // Who counts a shelf counts what is promised on it, too.
            balances[step.Key] = step.Found is { } found
                ? found - (step.Key.Account == Account.OnHand ? balances.GetValueOrDefault(step.Key with { Account = Account.Reserved }) : 0)
                : balances.GetValueOrDefault(step.Key) + step.Quantity;
        }

        return balances;
    }

    private static Dictionary<HoldKey, decimal> Difference(Dictionary<HoldKey, decimal> before, Dictionary<HoldKey, decimal> after) =>
        after.Where(hold => hold.Value != before.GetValueOrDefault(hold.Key))
            .ToDictionary(hold => hold.Key, hold => hold.Value - before.GetValueOrDefault(hold.Key));

    /// <param name="Quantity">Signed; of a count, the difference that it made when it was told.</param>
    /// <param name="Found">What a count found.</param>
    private sealed record Step(DateTimeOffset At, int Told, PositionKey Key, decimal Quantity, decimal? Found);

    private sealed record Told(Movement Movement, IReadOnlyList<MovementPart> Parts, List<Step> Steps, Dictionary<HoldKey, decimal> Holds)
    {
        public string? ReversedBy { get; set; }

        /// <summary>From the shelf to the promised goods on it, or back: a count sees no difference.</summary>
        public bool IsWithinCount { get; init; }

        /// <summary>Of a count: something told later was reckoned against it.</summary>
        public bool IsReckonedAgainst { get; set; }
    }
}
