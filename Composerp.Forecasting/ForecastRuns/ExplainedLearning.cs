using Composerp.Forecasting.Domain;
using Composerp.Forecasting.GlobalModels;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>What the global model made of one day of a series, feature by feature.</summary>
/// <param name="Share">In what comes from the item's own history, 0 to 1; 0 where it is not better than the local models.</param>
/// <param name="Date">The business day.</param>
/// <param name="Base">Usual demand times the factor of the weekday, units.</param>
/// <param name="Mean">Units that the model alone expects, promotions and events included.</param>
/// <param name="Effects">From the base to the mean, the largest first: their units add up to what lies between.</param>
internal sealed record ExplainedGlobalModel(
    int Version, double Share, DateOnly Date, double Base, double Mean, IReadOnlyList<FeatureEffect> Effects)
{
    /// <param name="ahead">Days after the origin, at least 1.</param>
    public static ExplainedGlobalModel Of(UsableModel model, GlobalMember member, Forecast forecast, DateOnly origin, int ahead)
    {
        var explained = member.Explain(ahead);
        var effects = new List<FeatureEffect>();
        var units = explained.Base;

        foreach (var (feature, factor, value) in explained.Factors)
        {
            var words = GlobalFeatureValue.Of(feature, value, model.Vocabulary);
            effects.Add(new(words.Name, words.Unit, words.Value, words.Word, factor, units * (factor - 1)));
            units *= factor;
        }

        return new(model.Version, forecast.GlobalShare, origin.AddDays(ahead), explained.Base, explained.Mean, effects);
    }
}

/// <param name="Unit">Of the value; empty where that is a word. times: as a multiple of what the name says.</param>
/// <param name="Value">Of the feature; absent where it is not known, or a word.</param>
/// <param name="Word">Of the feature; absent where it is not known, or a number.</param>
/// <param name="Factor">By which it multiplies what comes before it in the list; 1 changes nothing.</param>
/// <param name="Units">By which it changes the day.</param>
internal sealed record FeatureEffect(string Feature, string Unit, double? Value, string? Word, double Factor, double Units);

/// <summary>What similar items say of a young one.</summary>
/// <param name="Share">Of the forecast that comes from them, 0 to 1; it fades as the item's own days come in.</param>
/// <param name="Category">Of the item; absent where it has none.</param>
/// <param name="Price">Cost of a unit of the item, by which those of its band were chosen; absent where it is not known.</param>
/// <param name="Items">Launches that it was learned from.</param>
/// <param name="Weeks">Units a day that those sold in their first, second, .. week; the last one holds from then on.</param>
/// <param name="Means">Units that they would sell on each day of the forecast.</param>
internal sealed record ExplainedPeers(
    double Share, string? Category, double? Price, int Items, IReadOnlyList<double> Weeks, IReadOnlyList<double> Means)
{
    public static ExplainedPeers Of(PeerExpectation peers, ItemTraits item) => new(
        peers.Share, item.Category, double.IsNaN(item.Price) ? null : item.Price, peers.Items, peers.Means, peers.Expected);
}
