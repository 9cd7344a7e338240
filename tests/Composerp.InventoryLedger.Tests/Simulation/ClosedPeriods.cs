namespace Composerp.InventoryLedger.Tests.Simulation;

/// <summary>Closes business days, and remembers what was answered about them from then on.</summary>
internal sealed class ClosedPeriods
{
    private static readonly DateOnly[] _closings = [new(2026, 3, 3), new(2026, 3, 5)];

    private readonly Dictionary<string, string> _answers = [];
    private int _closed;

    public async Task CloseNextAsync(SimulatedLedger ledger, History history, CancellationToken token)
    {
        var through = _closings[_closed++];
        var asked = history.Tick();
        var (status, text) = await ledger.AskAsync(HttpMethod.Post, "/v1/period/close", $$"""{"through":"{{through:yyyy-MM-dd}}","actor":"simulation"}""", token);
        Assert.True(status == 200, text);
        history.Add(new Closing(through, asked, history.Tick()));

        for (var day = new DateOnly(2026, 3, 2); day <= through; day = day.AddDays(1))
        {
            await AssertAnswerIsKeptAsync(ledger, $"/v1/positions/as-of?limit=1000&asOf={day:yyyy-MM-dd}", token);
            await AssertAnswerIsKeptAsync(ledger, $"/v1/positions/as-of?limit=1000&asOf={day:yyyy-MM-dd}T12:00:00Z", token);
            await AssertAnswerIsKeptAsync(ledger, $"/v1/inventory-value?asOf={day:yyyy-MM-dd}", token);
        }
    }

    /// <summary>What was answered of closed days is answered for ever.</summary>
    public async Task AssertAnswersAreKeptAsync(SimulatedLedger ledger, CancellationToken token)
    {
        foreach (var question in _answers.Keys)
        {
            await AssertAnswerIsKeptAsync(ledger, question, token);
        }
    }

    private async Task AssertAnswerIsKeptAsync(SimulatedLedger ledger, string question, CancellationToken token)
    {
        var (status, answer) = await ledger.AskAsync(HttpMethod.Get, question, null, token);
        Assert.True(status == 200, answer);
        Assert.Equal($"{question}: {_answers.GetValueOrDefault(question, answer)}", $"{question}: {answer}");
        _answers[question] = answer;
    }
}
