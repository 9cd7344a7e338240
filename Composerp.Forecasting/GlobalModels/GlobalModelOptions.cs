using System.ComponentModel.DataAnnotations;

namespace Composerp.Forecasting.GlobalModels;

/// <summary>Section "GlobalModels" of the configuration. Checked when the service starts.</summary>
public sealed class GlobalModelOptions
{
    public const string Section = "GlobalModels";

    /// <summary>Whether full runs train a global model, and runs use one.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether young items are forecast with the help of similar ones.</summary>
    public bool ColdStart { get; init; } = true;

    /// <summary>Series that a model learns from at most, drawn by the seed.</summary>
    [Range(20, 100_000)]
    public int SeriesMax { get; init; } = 5_000;

    /// <summary>Days that a model learns from at most: some 350 bytes of memory each while it trains.</summary>
    [Range(1_000, 1_000_000)]
    public int RowsMax { get; init; } = 100_000;

    /// <summary>Launches of items that young ones are compared with at most, drawn by the seed.</summary>
    [Range(1, 10_000)]
    public int LaunchesMax { get; init; } = 1_000;

    /// <summary>The same demand and seed give the same model.</summary>
    [Range(0, long.MaxValue)]
    public long Seed { get; init; } = 20_260_403;

    /// <summary>Models that are kept; older ones are deleted.</summary>
    [Range(1, 1_000)]
    public int Kept { get; init; } = 5;
}
