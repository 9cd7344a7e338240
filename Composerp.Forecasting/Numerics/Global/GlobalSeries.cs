namespace Composerp.Forecasting.Numerics.Global;

/// <summary>A daily series as the global model sees it.</summary>
/// <param name="Demand">Units per day, oldest first, at least one, each finite and >= 0, or NaN where it is not known.</param>
/// <param name="FirstDay">The day of the first value, counted from 1 January of the year 1.</param>
/// <param name="Category">Small number of what the item is, from 0; -1 where it is not known.</param>
/// <param name="Place">Small number of where it is sold, from 0; -1 where it is not known.</param>
public sealed record GlobalSeries(double[] Demand, int FirstDay, int Category = -1, int Place = -1)
{
    /// <summary>Price of each day, the future ones included as far as they are known; empty or NaN where none is.</summary>
    public IReadOnlyList<double> Prices { get; init; } = [];

    /// <summary>Share of each day on which the item is promoted, 0 to 1, the future ones included as far as they are known.</summary>
    public IReadOnlyList<double> Promotions { get; init; } = [];

    /// <summary>Small number of the event on each day, 0 where there is none, the future ones included as far as they are known.</summary>
    public IReadOnlyList<int> Events { get; init; } = [];
}
