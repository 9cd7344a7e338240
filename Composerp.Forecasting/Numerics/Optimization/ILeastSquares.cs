namespace Composerp.Forecasting.Numerics.Optimization;

/// <summary>A sum of squares with what its parameters do to it.</summary>
public interface ILeastSquares
{
    /// <summary>Evaluates the sum at a point.</summary>
    /// <param name="gradient">Takes half the gradient of the sum: J'r.</param>
    /// <param name="normal">Takes J'J by rows; only the lower triangle is read.</param>
    /// <returns>The sum; infinite or NaN where the parameters make no sense.</returns>
    double Evaluate(scoped ReadOnlySpan<double> parameters, scoped Span<double> gradient, scoped Span<double> normal);
}
