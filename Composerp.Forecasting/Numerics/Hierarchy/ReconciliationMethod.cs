namespace Composerp.Forecasting.Numerics.Hierarchy;

/// <summary>How the forecasts of all levels are made to add up.</summary>
public enum ReconciliationMethod
{
    /// <summary>Only the leaves count; they are summed.</summary>
    BottomUp,

    /// <summary>The error of a node is taken to grow with the number of leaves below it.</summary>
    Structural,

    /// <summary>Each node by its own error variance, errors of different nodes taken as independent.</summary>
    Variance,

    /// <summary>By variances and covariances, these shrunk towards none.</summary>
    Shrinkage,
}
