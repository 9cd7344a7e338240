using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Movements that somebody waits for: they are posted in one transaction, in their order.</summary>
internal sealed record PostingRequest(IReadOnlyList<Movement> Movements)
{
    // Callers go on elsewhere: whoever posts has the next batch to post.
    public TaskCompletionSource<IReadOnlyList<PostingOutcome>> Outcomes { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
