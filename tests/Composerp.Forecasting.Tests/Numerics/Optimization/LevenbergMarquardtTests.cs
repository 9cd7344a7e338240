using Composerp.Forecasting.Numerics.Optimization;

namespace Composerp.Forecasting.Tests.Numerics.Optimization;

public sealed class LevenbergMarquardtTests
{
    [Fact]
    public void Finds_the_bottom_of_a_curved_valley()
    {
        var (point, sum) = Search(upper: 10);

        Assert.Equal([1, 1], point, (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Equal(0, sum, 1e-12);
    }

    // On the bound x = 0.5 the valley lies at y = 0.25.
    [Fact]
    public void Stays_within_its_bounds()
    {
        var (point, sum) = Search(upper: 0.5);

        Assert.Equal([0.5, 0.25], point, (x, y) => Math.Abs(x - y) < 1e-4);
        Assert.Equal(0.25, sum, 1e-6);
    }

    private static (double[] Point, double Sum) Search(double upper)
    {
        double[] point = [-1.2, 1];
        var valley = default(Valley);
        var sum = LevenbergMarquardt.Minimize(
            ref valley, point, [-10, -10], [upper, 10], 200, 1e-14, new double[LevenbergMarquardt.ScratchLength(2)]);

        return (point, sum);
    }

    /// <summary>Rosenbrock, The Computer Journal 3 (1960) 175-184: (1 - x)^2 + 100 (y - x^2)^2.</summary>
    private readonly struct Valley : ILeastSquares
    {
        public double Evaluate(scoped ReadOnlySpan<double> parameters, scoped Span<double> gradient, scoped Span<double> normal)
        {
            var (x, y) = (parameters[0], parameters[1]);
            var (near, far) = (1 - x, 10 * (y - (x * x)));
            gradient[0] = -near - (20 * x * far);
            gradient[1] = 10 * far;
            normal[0] = 1 + (400 * x * x);
            normal[2] = -200 * x;
            normal[3] = 100;

            return (near * near) + (far * far);
        }
    }
}
