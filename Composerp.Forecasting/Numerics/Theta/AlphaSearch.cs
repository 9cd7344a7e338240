namespace Composerp.Forecasting.Numerics.Theta;

/// <summary>Finds the alpha with the least sum of squared errors.</summary>
/// <remarks>A grid finds the valley, golden sections its bottom. Source: Kiefer, Proceedings of the AMS 4 (1953) 502-506.</remarks>
internal static class AlphaSearch
{
    private const double Share = 0.6180339887498949;

    /// <param name="gridCount">Points tried evenly over the range, at least 3.</param>
    /// <param name="width">The place is known so closely at the end.</param>
    public static double Minimize(ref ThetaErrors errors, double from, double to, int gridCount, double width)
    {
        var spacing = (to - from) / (gridCount - 1);
        var (best, least) = (from, double.PositiveInfinity);

        for (var i = 0; i < gridCount; i++)
        {
            var at = from + (i * spacing);
            var value = errors.Evaluate(at);
            (best, least) = value < least ? (at, value) : (best, least);
        }

        var (left, right) = (Math.Max(from, best - spacing), Math.Min(to, best + spacing));
        var inner = right - (Share * (right - left));
        var outer = left + (Share * (right - left));
        var (innerValue, outerValue) = (errors.Evaluate(inner), errors.Evaluate(outer));

        while (right - left > width)
        {
            if (innerValue < outerValue)
            {
                (right, outer, outerValue) = (outer, inner, innerValue);
                inner = right - (Share * (right - left));
                innerValue = errors.Evaluate(inner);
            }
            else
            {
                (left, inner, innerValue) = (inner, outer, outerValue);
                outer = left + (Share * (right - left));
                outerValue = errors.Evaluate(outer);
            }
        }

        var middle = (left + right) / 2;

        return errors.Evaluate(middle) <= least ? middle : best;
    }
}
