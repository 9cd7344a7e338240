namespace Composerp.ServiceDefaults.EventLog.Inbound;

/// <summary>Messages of one batch in rounds within which every event, by sender and id, stands once.</summary>
/// <remarks>
/// What was sent twice is applied once. What was sent again with other content is applied after what came first: it may
/// correct what is refused, and is refused itself where it is not; it never vanishes.
/// </remarks>
internal sealed class InboundRounds
{
    private readonly List<Dictionary<(string Source, string Id), IntegrationEvent>> _rounds = [];

    public IEnumerable<IReadOnlyList<IntegrationEvent>> All => _rounds.Select(round => round.Values.ToList());

    public void Add(IntegrationEvent received)
    {
        foreach (var round in _rounds)
        {
            if (round.TryAdd((received.Source, received.Id), received) || IsSame(round[(received.Source, received.Id)], received))
            {
                return;
            }
        }

        _rounds.Add(new() { [(received.Source, received.Id)] = received });
    }

    private static bool IsSame(IntegrationEvent first, IntegrationEvent second) =>
        first.Type == second.Type && first.Time == second.Time && first.Data.Span.SequenceEqual(second.Data.Span);
}
