namespace Composerp.Forecasting.Numerics.Optimization;

/// <summary>A function of one number.</summary>
public interface IScalarFunction
{
    double Evaluate(double at);
}

/// <summary>Finds the least value of a function of one number.</summary>
/// <remarks>A grid finds the valley, golden sections its bottom. Source: Kiefer, Proceedings of the AMS 4 (1953) 502-506.</remarks>
public static class GoldenSection
{
    private const double Share = 0.6180339887498949;

    /// <param name="gridCount">Points tried evenly over the range, at least 3.</param>
    /// <param name="width">The place is known so closely at the end.</param>
    public static double Minimize<T>(ref T function, double from, double to, int gridCount, double width)
        where T : struct, IScalarFunction, allows ref struct
    {
        var spacing = (to - from) / (gridCount - 1);
        var (best, least) = (from, double.PositiveInfinity);

        for (var i = 0; i < gridCount; i++)
        {
            var at = from + (i * spacing);
            var value = function.Evaluate(at);
            (best, least) = value < least ? (at, value) : (best, least);
        }

        var (left, right) = (Math.Max(from, best - spacing), Math.Min(to, best + spacing));
        var inner = right - (Share * (right - left));
        var outer = left + (Share * (right - left));
        var (innerValue, outerValue) = (function.Evaluate(inner), function.Evaluate(outer));

        while (right - left > width)
        {
            if (innerValue < outerValue)
            {
                (right, outer, outerValue) = (outer, inner, innerValue);
                inner = right - (Share * (right - left));
                innerValue = function.Evaluate(inner);
            }
            else
            {
                (left, inner, innerValue) = (inner, outer, outerValue);
                outer = left + (Share * (right - left));
                outerValue = function.Evaluate(outer);
            }
        }

        var middle = (left + right) / 2;

        return function.Evaluate(middle) <= least ? middle : best;
    }
}
