using Composerp.Replenishment.Numerics.Simulation;

namespace Composerp.Replenishment.Domain.Simulation;

/// <summary>What stock costs beside the goods themselves.</summary>
/// <param name="PerOrder">Money for one order.</param>
/// <param name="UnitCost">Of the item.</param>
/// <param name="HoldingRate">What holding costs in a year, as a share of the unit cost.</param>
/// <param name="PerShortUnit">Money for each unit that is asked for and not there.</param>
public sealed record SimulatedCosts(decimal PerOrder = 0, decimal UnitCost = 0, decimal HoldingRate = 0, decimal PerShortUnit = 0)
{
    private const double DaysPerYear = 365;

    public SimulatedCost Of(SimulatedStock result)
    {
        var ordering = result.Orders * (double)PerOrder;
        var holding = result.MeanStock * (double)(UnitCost * HoldingRate) * result.Days / DaysPerYear;
        var shortage = (result.Demand - result.Served) * (double)PerShortUnit;

        return new(Rounded(ordering), Rounded(holding), Rounded(shortage), Rounded(ordering + holding + shortage));
    }

    private static double Rounded(double money) => Math.Round(money, 2);
}

/// <param name="Total">The others together.</param>
public sealed record SimulatedCost(double Ordering, double Holding, double Shortage, double Total);
