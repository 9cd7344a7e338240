using Composerp.Forecasting.Domain;
using Npgsql;

namespace Composerp.Forecasting.GlobalModels;

/// <summary>What was learned from all series, as a forecast of one uses it. Several threads may use it at once.</summary>
/// <param name="Peers">null where nothing is known of launches.</param>
internal sealed record Learned(LearnedChoice Choice, UsableModel? Model, SimilarSales? Peers)
{
    /// <summary>What is learned by a run that has nothing to learn from.</summary>
    public static Learned Nothing { get; } = new(new(null, null, null), null, null);

    /// <summary>What items are; of no interest where nothing was learned.</summary>
    public async Task<Dictionary<string, ItemTraits>> ReadItemsAsync(NpgsqlConnection connection, IEnumerable<string> skus, CancellationToken token) =>
        Model is null && Peers is null ? [] : await new DrawnSeriesRows(connection).ReadItemsAsync(skus, token);

    public GlobalMember? FindMember(RecordedHistory recorded, PreparedHistory history, ItemTraits item) => Model is null
        ? null
        : new(Model.Model, Model.Earlier, Model.Shares, GlobalView.Of(history, recorded.Marks, item, Model.Vocabulary));

    /// <summary>What similar items say of a series; null where it is not young.</summary>
    public PeerExpectation? FindPeers(RecordedHistory recorded, PreparedHistory history, ItemTraits item, int historyDays) =>
        Peers?.FindFor(history, item, recorded.Stock is { } stock && stock.FirstDay >= history.FirstDay, historyDays);
}
