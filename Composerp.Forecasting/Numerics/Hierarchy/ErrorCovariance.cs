namespace Composerp.Forecasting.Numerics.Hierarchy;

/// <summary>Variances and covariances of the nodes' errors: a diagonal plus the product of a narrow matrix with itself.</summary>
/// <remarks>
/// The matrix of all nodes by all nodes is never made: room and time grow with the nodes, not with their square.
/// Source of the shrinkage: Schaefer and Strimmer, Statistical Applications in Genetics and Molecular Biology 4 (2005) 32;
/// of its use here: Wickramasuriya, Athanasopoulos and Hyndman, Journal of the American Statistical Association 114 (2019)
/// 804-819.
/// </remarks>
/// <param name="Diagonal">One for each node, > 0.</param>
/// <param name="Factors">Each of them one value for each node; none where errors are independent.</param>
internal sealed record ErrorCovariance(double[] Diagonal, double[][] Factors)
{
    /// <summary>A variance below this share of the mean one is taken for it: none is zero.</summary>
    private const double FloorShare = 1e-8;

    public static ErrorCovariance Structural(SummingTree tree) =>
        new([.. tree.Leaves.ToArray().Select(count => (double)count)], []);

    /// <param name="errors">By nodes: each as many, of the same moments.</param>
    public static ErrorCovariance OfVariances(IReadOnlyList<double[]> errors) => new(Variances(errors), []);

    public static ErrorCovariance Shrunk(IReadOnlyList<double[]> errors)
    {
        var variances = Variances(errors);
        var count = errors[0].Length;
        var shrinkage = Shrinkage(errors, variances);
        var factors = new double[count][];

        for (var moment = 0; moment < count; moment++)
        {
            var at = moment;
            var size = Math.Sqrt((1 - shrinkage) / count);
            factors[moment] = [.. errors.Select(ofNode => size * ofNode[at])];
        }

        return new([.. variances.Select(variance => shrinkage * variance)], factors);
    }

    /// <summary>How far correlations are taken back, more than 0 to 1: their sampling variance over their squares.</summary>
    /// <remarks>Sums over all pairs of nodes, from products of moments: squared correlations add up alike either way.</remarks>
    internal static double Shrinkage(IReadOnlyList<double[]> errors, ReadOnlySpan<double> variances)
    {
        var count = errors[0].Length;
        var products = new double[count * count];
        double fourths = 0, own = 0, ownSquares = 0;

        for (var node = 0; node < errors.Count; node++)
        {
            double sum = 0;

            for (var moment = 0; moment < count; moment++)
            {
                var square = errors[node][moment] * errors[node][moment] / variances[node];
                sum += square;
                own += square * square;

                for (var other = 0; other < count; other++)
                {
                    products[(moment * count) + other] += errors[node][moment] * errors[node][other] / variances[node];
                }
            }

            ownSquares += sum * sum;
        }

        double squares = 0;

        for (var moment = 0; moment < count; moment++)
        {
            fourths += products[(moment * count) + moment] * products[(moment * count) + moment];
        }

        foreach (var product in products)
        {
            squares += product * product;
        }

        // Without the pairs of a node with itself.
        var pairs = squares - ownSquares;
        var sampling = (fourths - own - (pairs / count)) / (count * (count - 1.0));
        var shrinkage = pairs > 0 ? sampling / (pairs / count / count) : 1;

        return double.IsFinite(shrinkage) ? Math.Clamp(shrinkage, 1e-3, 1) : 1;
    }

    private static double[] Variances(IReadOnlyList<double[]> errors)
    {
        double[] variances = [.. errors.Select(ofNode => ofNode.Sum(error => error * error) / ofNode.Length)];
        var mean = variances.Average();
        var floor = mean > 0 ? FloorShare * mean : 1;

        return [.. variances.Select(variance => Math.Max(floor, variance))];
    }
}
