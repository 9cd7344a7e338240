namespace Composerp.InventoryLedger.Journal;

/// <summary>What waits for the shards of one lane, in the order in which it came. Not safe for threads.</summary>
internal sealed class PostingLane
{
    private readonly Queue<PostingRequest> _waiting = new();

    /// <summary>In movements.</summary>
    public int Waiting { get; private set; }

    /// <summary>Whether some of it is being posted: what comes later has to wait for it.</summary>
    public bool IsPosting { get; set; }

    public void Add(PostingRequest request)
    {
        _waiting.Enqueue(request);
        Waiting += request.Movements.Count;
    }

    /// <summary>Moves what comes first to a batch, as far as there is room for it.</summary>
    /// <param name="room">In movements.</param>
    /// <returns>The room that is left.</returns>
    public int MoveTo(List<PostingRequest> batch, int room)
    {
        while (_waiting.TryPeek(out var next) && next.Movements.Count <= room)
        {
            batch.Add(_waiting.Dequeue());
            Waiting -= next.Movements.Count;
            room -= next.Movements.Count;
        }

        return room;
    }
}
