namespace Composerp.Forecasting.Numerics;

/// <summary>What a model makes of a series. The room belongs to the caller; every model fills all of it.</summary>
/// <param name="mean">Point forecasts, nearest first; its length is the horizon.</param>
/// <param name="fitted">The forecasts of each value of the series from the one before it; NaN where the model had none yet.</param>
/// <param name="response">
/// How much of an error of one step is in the forecasts that follow it: 1 at 0, then the share after 1, 2, .. steps. For a
/// model that is linear in its errors, which most are, this makes the variance of every step and of every sum of steps.
/// As long as the horizon.
/// </param>
public readonly ref struct Outlook(Span<double> mean, Span<double> fitted, Span<double> response)
{
    public Span<double> Mean { get; } = mean;

    public Span<double> Fitted { get; } = fitted;

    public Span<double> Response { get; } = response;

    public int Horizon => Mean.Length;
}
