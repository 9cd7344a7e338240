namespace Composerp.InventoryLedger.Domain;

/// <summary>Everything that the movements of a batch change, as it is after those decided so far.</summary>
internal sealed class PostingBooks(PostingState state)
{
    public PostingState State { get; } = state;

    public PostingPositions Positions { get; } = new(state);

    public Overlay<HoldKey, Hold> Holds { get; } = new(state.Holds);

    public Overlay<LotKey, LotRules> Lots { get; } = new(state.Lots);

    /// <summary>Null: it was inside, and left.</summary>
    public Overlay<LotKey, LocationCode?> Serials { get; } =
        new(state.Serials.ToDictionary(serial => serial.Key, serial => (LocationCode?)serial.Value));

    public Overlay<string, string> Reversed { get; } = new(state.Reversed);

    public Overlay<CostOrigin, Money> Corrected { get; } = new(state.Corrected);

    /// <summary>The changes of the last movement stay.</summary>
    public void Keep()
    {
        Positions.Keep();
        Holds.Keep();
        Lots.Keep();
        Serials.Keep();
        Reversed.Keep();
        Corrected.Keep();
    }

    /// <summary>The last movement leaves no trace.</summary>
    public void Undo()
    {
        Positions.Undo();
        Holds.Undo();
        Lots.Undo();
        Serials.Undo();
        Reversed.Undo();
        Corrected.Undo();
    }
}
