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

        foreach (var movement in movements)
        {
            batch.Post(movement);
        }

        return batch.Result();
    }
}
