using Composerp.Forecasting.GlobalModels;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>A run that this process works on.</summary>
/// <param name="Claim">How many times the run was taken up; who holds a lower one may not write any more.</param>
/// <param name="AskedOrigin">The origin that the caller wants; null leaves it to the run.</param>
/// <param name="Origin">The last day of demand that the run sees; null until it is planned.</param>
/// <param name="Scope">One of <see cref="RunScopes"/>.</param>
/// <param name="BasedOn">The run whose forecasts it may keep; null until it is planned, and where there is none.</param>
internal sealed record ClaimedRun(
    Guid Id,
    int Claim,
    DateOnly? AskedOrigin,
    DateOnly? Origin,
    int HorizonDays,
    int HistoryDays,
    double[] Levels,
    string Scope,
    Guid? BasedOn)
{
    /// <summary>Whether its series are all forecast anew, so that their backtests say how levels add up best.</summary>
    public bool IsWhole => Scope == RunScopes.Full || BasedOn is null;

    /// <summary>What all parts forecast with beside the series' own days; nothing until it is chosen.</summary>
    public Learned Learned { get; init; } = Learned.Nothing;
}

/// <summary>Neighbouring series of one shard, from the first to the last, both included.</summary>
internal sealed record RunPart(
    int Shard, int Part, string FirstLocation, string FirstSku, string LastLocation, string LastSku);

/// <summary>Another process has taken the run up since, or it was cancelled: nothing of this part or step may stay.</summary>
internal sealed class RunTakenOverException(Guid run) : Exception($"Run {run} was taken over by another process, or cancelled.");
