namespace Composerp.Replenishment.Numerics.Distributions;

/// <summary>The demand of an interval, such as the days that an order has to cover; units.</summary>
public interface IDemandDistribution
{
    double Mean { get; }

    double Variance { get; }

    /// <summary>Demand comes in whole units only, so that a stock between two whole numbers is worth no more than the lower one.</summary>
    bool IsWhole { get; }

    /// <summary>P(demand &lt;= stock).</summary>
    double Cumulative(double stock);

    /// <summary>P(demand > stock): the chance of a stock-out, with its digits also where it is tiny.</summary>
    double Upper(double stock);

    /// <summary>The smallest stock that demand does not exceed with at least this probability.</summary>
    /// <param name="probability">In (0, 1).</param>
    double Quantile(double probability);

    /// <summary>E[(demand - stock)+], the expected shortage: units that the stock cannot serve.</summary>
    double Loss(double stock);
}
