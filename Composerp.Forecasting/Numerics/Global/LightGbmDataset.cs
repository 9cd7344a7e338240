using System.Runtime.InteropServices;

namespace Composerp.Forecasting.Numerics.Global;

/// <summary>Rows to learn from, as the native library holds them.</summary>
internal sealed class LightGbmDataset() : SafeHandle(nint.Zero, ownsHandle: true)
{
    /// <summary>Values of four bytes.</summary>
    public const int Float = 0;

    public override bool IsInvalid => handle == nint.Zero;

    /// <param name="features">By rows.</param>
    /// <param name="labels">One for each row.</param>
    /// <param name="weights">One for each row, > 0.</param>
    public static LightGbmDataset Of(
        ReadOnlySpan<float> features, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, string parameters)
    {
        LightGbm.Check(LightGbm.CreateDataset(
            features, Float, labels.Length, features.Length / labels.Length, 1, parameters, nint.Zero, out var dataset));
        LightGbm.Check(LightGbm.SetField(dataset, "label", labels, labels.Length, Float));
        LightGbm.Check(LightGbm.SetField(dataset, "weight", weights, weights.Length, Float));

        return dataset;
    }

    protected override bool ReleaseHandle() => LightGbm.FreeDataset(handle) == 0;
}
