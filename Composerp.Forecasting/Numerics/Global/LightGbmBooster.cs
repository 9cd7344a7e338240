using System.Runtime.InteropServices;
using System.Text;

namespace Composerp.Forecasting.Numerics.Global;

/// <summary>Boosted trees, as the native library holds them. Several threads may predict with one at once.</summary>
internal sealed class LightGbmBooster() : SafeHandle(nint.Zero, ownsHandle: true)
{
    private const int Means = 0;
    private const int Contributions = 3;
    private const int Gains = 1;

    /// <summary>Each caller has its own thread already.</summary>
    private const string OneThread = "num_threads=1";

    public override bool IsInvalid => handle == nint.Zero;

    public static LightGbmBooster Trained(LightGbmDataset dataset, int iterations, string parameters)
    {
        LightGbm.Check(LightGbm.CreateBooster(dataset, parameters, out var booster));
        var isFinished = 0;

        for (var iteration = 0; iteration < iterations && isFinished == 0; iteration++)
        {
            LightGbm.Check(LightGbm.Update(booster, out isFinished));
        }

        return booster;
    }

    public static LightGbmBooster Loaded(string text)
    {
        LightGbm.Check(LightGbm.LoadBooster(text, out _, out var booster));

        return booster;
    }

    public string Save()
    {
        LightGbm.Check(LightGbm.Save(this, 0, -1, 0, 0, out var length, []));
        var text = new byte[length];
        LightGbm.Check(LightGbm.Save(this, 0, -1, 0, length, out length, text));

        // The length counts the zero at the end. The parameters after the trees name the number of threads, which is none
        // of the model's business.
        var saved = Encoding.UTF8.GetString(text, 0, (int)length - 1);
        var parameters = saved.IndexOf("\nparameters:", StringComparison.Ordinal);

        return parameters < 0 ? saved : saved[..(parameters + 1)];
    }

    /// <param name="features">By rows.</param>
    /// <param name="means">Takes one value for each row.</param>
    public void Predict(ReadOnlySpan<float> features, Span<double> means) =>
        LightGbm.Check(LightGbm.Predict(
            this, features, LightGbmDataset.Float, means.Length, features.Length / means.Length, 1, Means, 0, -1, OneThread, out _, means));

    /// <param name="features">Of one row.</param>
    /// <param name="contributions">Takes what each feature adds to the raw score, and last the score without any.</param>
    public void Explain(ReadOnlySpan<float> features, Span<double> contributions) =>
        LightGbm.Check(LightGbm.Predict(
            this, features, LightGbmDataset.Float, 1, features.Length, 1, Contributions, 0, -1, OneThread, out _, contributions));

    /// <param name="features">Features that it was trained with.</param>
    /// <returns>For each feature what all splits by it gained.</returns>
    public double[] ReadGains(int features)
    {
        var gains = new double[features];
        LightGbm.Check(LightGbm.ReadImportance(this, 0, Gains, gains));

        return gains;
    }

    protected override bool ReleaseHandle() => LightGbm.FreeBooster(handle) == 0;
}
