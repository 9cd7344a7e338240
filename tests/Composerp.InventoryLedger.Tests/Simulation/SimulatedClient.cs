using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Tests.Simulation;

/// <summary>Sends movements one after the other, alone or several at once, and hangs up now and then before the answer.</summary>
/// <param name="story">What it tells. Two clients with the same tell the same, each at its own pace.</param>
/// <param name="random">How it sends that.</param>
internal sealed class SimulatedClient(SimulatedStory story, Random random, IReadOnlyList<Replica> replicas, History history)
{
    private const int TriesMax = 3;

    /// <summary>Sends the next movements, until it hears what became of them or gives up.</summary>
    public async Task SendNextAsync(int count, CancellationToken token)
    {
        var movements = Enumerable.Range(0, count).Select(_ => story.Next()).ToLookup(movement => movement.Kind == MovementKind.CostCorrection);

        foreach (var request in movements[true].Chunk(1).Prepend([.. movements[false]]).Where(request => request.Length > 0))
        {
            // Who does not hear sends again, at once or never.
            for (var tries = 0; tries < TriesMax && !await SendAsync(request, token) && random.Next(2) == 0; tries++)
            {
            }
        }
    }

    /// <returns>False where it is not known what became of it.</returns>
    private async Task<bool> SendAsync(Movement[] movements, CancellationToken token)
    {
        var asked = history.Tick();
        var (status, text) = await TrySendAsync(movements, token);

        return history.Add(movements, asked, status, text).All(telling => telling.Fate != Fate.Unknown);
    }

    private async Task<(int Status, string Text)> TrySendAsync(Movement[] movements, CancellationToken token)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(token);
        var mood = random.Next(24);

        if (mood == 0)
        {
            patience.CancelAfter(random.Next(1, 20));
        }

        try
        {
            var answer = await replicas[random.Next(replicas.Count)].SendAsync(movements, patience.Token);

            // The answer is lost on its way.
            return mood == 1 ? (0, "") : answer;
        }
        catch (HttpRequestException)
        {
            return (0, "");
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !token.IsCancellationRequested)
        {
            // Not the client's own time limit: who is never answered at all shall fail the run.
            return (0, "");
        }
    }
}
