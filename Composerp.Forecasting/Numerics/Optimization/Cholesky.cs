namespace Composerp.Forecasting.Numerics.Optimization;

/// <summary>Solves positive definite linear equations.</summary>
public static class Cholesky
{
    /// <summary>Solves A x = b in place.</summary>
    /// <param name="matrix">A by rows, of which only the lower triangle is read; takes its factor.</param>
    /// <param name="vector">b; takes x.</param>
    /// <returns>False where A is not positive definite to working precision; the vector is then undefined.</returns>
    public static bool Solve(Span<double> matrix, Span<double> vector)
    {
        var count = vector.Length;

        for (var row = 0; row < count; row++)
        {
            var current = matrix.Slice(row * count, row + 1);

            for (var column = 0; column < row; column++)
            {
                var other = matrix.Slice(column * count, column + 1);
                current[column] = (current[column] - Dot(current[..column], other)) / other[column];
            }

            var before = current[row];
            var pivot = before - Dot(current[..row], current);

            if (!(pivot > 1e-13 * before))
            {
                return false;
            }

            current[row] = Math.Sqrt(pivot);
            vector[row] = (vector[row] - Dot(current[..row], vector)) / current[row];
        }

        for (var row = count - 1; row >= 0; row--)
        {
            for (var below = row + 1; below < count; below++)
            {
                vector[row] -= matrix[(below * count) + row] * vector[below];
            }

            vector[row] /= matrix[(row * count) + row];
        }

        return true;
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;

        for (var i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
