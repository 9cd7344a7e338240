using Composerp.Forecasting.Domain;
using Composerp.Forecasting.Numerics.Global;
using Composerp.Forecasting.Numerics.Intermittent;

namespace Composerp.Forecasting.GlobalModels;

/// <summary>A global model as a run trained it.</summary>
/// <param name="Shares">By class of demand.</param>
/// <param name="SeriesJudged">Series of the backtest that chose the shares.</param>
/// <param name="Losses">Scaled pinball losses over it.</param>
internal sealed record TrainedModel(
    string Trees,
    string EarlierTrees,
    double[] Shares,
    GlobalVocabulary Vocabulary,
    double[] Importances,
    int RowsSampled,
    int SeriesSampled,
    int SeriesTotal,
    int SeriesJudged,
    (double Local, double Global, double Combined) Losses)
{
    public static double[] SharesOf(GlobalShares shares) => [.. Enum.GetValues<DemandClass>().Select(shares.Of)];
}

/// <summary>A stored model, ready to forecast. Several threads may use it at once.</summary>
internal sealed record UsableModel(
    int Version, GlobalModel Model, GlobalModel Earlier, double[] Shares, GlobalVocabulary Vocabulary);
