namespace Composerp.InventoryLedger.Domain;

/// <summary>Decides a batch of movements in arrival order: what is written, and what each sender is answered.</summary>
/// <remarks>
/// One bad movement never fails its neighbours: it leaves no trace and the next is decided as if it had not been sent.
/// Guarantees, for every result: each movement's entries sum to zero per item; versions and sequences continue without
/// a gap; no balance is below zero whose floor is not lifted.
/// </remarks>
public static class Posting
{
    public static PostingResult Post(PostingState state, IReadOnlyList<Movement> movements)
    {
        var batch = new PostingBatch(state);

        foreach (var movement in Timed(movements, state.RecordedAt))
        {
            batch.Post(movement);
        }

        return batch.Result();
    }

    /// <summary>What occurs now occurs in the order of arrival: a sale after a count of the same batch is none that the count has seen.</summary>
    public static IEnumerable<Movement> Timed(IReadOnlyList<Movement> movements, DateTimeOffset recordedAt) => movements.Select((movement, n) =>
        movement.OccurredAt is null && movement.Kind != MovementKind.Reversal
            ? movement with { OccurredAt = recordedAt.AddMicroseconds(n) }
            : movement);
}
