using System.Globalization;

namespace Composerp.Forecasting.Numerics.Global;

/// <summary>What one feature made of a forecast of the global model.</summary>
/// <param name="Factor">By which it multiplies the base: 1 where it changes nothing.</param>
/// <param name="Value">What the feature was; NaN where it was not known, and of the factor without any feature.</param>
public readonly record struct FeatureFactor(string Feature, double Factor, double Value);

/// <summary>Why the global model forecasts what it does: the mean is the base times all factors.</summary>
/// <param name="Base">Smoothed level times the factor of the weekday, units.</param>
/// <param name="Factors">The ones of most effect first; the factor without any feature is named "all series".</param>
public sealed record GlobalExplanation(double Mean, double Base, IReadOnlyList<FeatureFactor> Factors);

/// <summary>One model of boosted trees over all series: what they have in common and no single one can show.</summary>
/// <remarks>
/// It learns by how much demand differs from its base, for every number of days ahead at once (the days ahead are a
/// feature): direct forecasts, none of which feeds on another. The objective is Tweedie's, for amounts that are often
/// zero. The same sample gives the same model, whatever the number of threads.
/// Sources: Jorgensen, Journal of the Royal Statistical Society B 49 (1987) 127-162; Makridakis, Spiliotis and
/// Assimakopoulos, International Journal of Forecasting 38 (2022) 1346-1364, whose best entries were of this kind.
/// </remarks>
public sealed class GlobalModel : IDisposable
{
    /// <summary>Of the features and their meaning; a model of another version is not read.</summary>
    public const int Version = 1;

    /// <summary>Fewer days than this teach nothing.</summary>
    public const int RowsMin = 500;

    /// <summary>The name of the factor without any feature.</summary>
    public const string AllSeries = "all series";

    private const string Heading = "composerp-global-model";
    private const int Iterations = 100;

    /// <summary>Forecasts of more than so many times the largest value of the series are cut, as local ones are.</summary>
    private const double GrowthMax = 5;

    private static readonly string _parameters = string.Create(CultureInfo.InvariantCulture, $"""
        objective=tweedie tweedie_variance_power=1.5 learning_rate=0.05 num_leaves=31 min_data_in_leaf=100
        feature_fraction=0.7 bagging_fraction=0.7 bagging_freq=1 lambda_l2=5 max_bin=127
        deterministic=true force_row_wise=true seed=20260403 verbosity=-1
        categorical_feature={string.Join(',', GlobalFeatures.Categorical)}
        """).ReplaceLineEndings(" ");

    private readonly LightGbmBooster _booster;

    private GlobalModel(string text)
    {
        Text = text;
        _booster = LightGbmBooster.Loaded(text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
    }

    /// <summary>Why there can be no global model on this machine; null where there can.</summary>
    public static string? WhyAbsent => LightGbm.WhyAbsent;

    public static IReadOnlyList<string> Features => GlobalFeatures.Names;

    /// <summary>The whole model: its version on the first line, then the trees.</summary>
    public string Text { get; }

    /// <param name="threads">That may work at once; changes nothing of the model.</param>
    /// <returns>Null where there is too little to learn from, or nothing was sold.</returns>
    /// <exception cref="InvalidOperationException">The native library is not there.</exception>
    public static GlobalModel? FindTrained(GlobalSample sample, int threads)
    {
        ThrowIfAbsent();

        if (sample.Count < RowsMin || !sample.Labels.ContainsAnyExcept(0))
        {
            return null;
        }

        var parameters = string.Create(CultureInfo.InvariantCulture, $"{_parameters} num_threads={threads}");
        using var dataset = LightGbmDataset.Of(sample.Features, sample.Labels, sample.Weights, parameters);
        using var booster = LightGbmBooster.Trained(dataset, Iterations, parameters);

        // What is stored is what forecasts: read back from its text.
        return new(string.Create(CultureInfo.InvariantCulture, $"{Heading} {Version}\n{booster.Save()}"));
    }

    /// <summary>For each feature its share in what the model gained by splitting, 0 to 1; the sum is 1 where it split at all.</summary>
    public double[] ReadImportances()
    {
        var gains = _booster.ReadGains(GlobalFeatures.Names.Count);
        var sum = gains.Sum();

        return sum > 0 ? Array.ConvertAll(gains, gain => gain / sum) : gains;
    }

    /// <exception cref="FormatException">The text is no model, or of another version.</exception>
    /// <exception cref="InvalidOperationException">The native library is not there, or does not understand the trees.</exception>
    public static GlobalModel Loaded(string text)
    {
        ThrowIfAbsent();
        var heading = string.Create(CultureInfo.InvariantCulture, $"{Heading} {Version}\n");

        return text.StartsWith(heading, StringComparison.Ordinal)
            ? new(text)
            : throw new FormatException($"Must begin with \"{heading.TrimEnd()}\"; it begins with \"{text.Split('\n')[0]}\".");
    }

    /// <summary>Means of the days that follow, finite and >= 0.</summary>
    /// <param name="days">Days of the series that may be seen, at least 1.</param>
    public double[] Forecast(GlobalSeries series, int days, int horizon)
    {
        var features = new GlobalFeatures(series);
        var width = GlobalFeatures.Names.Count;
        var (rows, bases, means) = (new float[horizon * width], new double[horizon], new double[horizon]);

        for (var ahead = 0; ahead < horizon; ahead++)
        {
            bases[ahead] = features.Write(days - 1, ahead + 1, rows.AsSpan(ahead * width, width));
        }

        _booster.Predict(rows, means);
        double most = 0;

        foreach (var value in series.Demand.AsSpan(0, days))
        {
            most = value > most ? value : most;
        }

        for (var ahead = 0; ahead < horizon; ahead++)
        {
            var mean = means[ahead] * bases[ahead];
            means[ahead] = Math.Clamp(double.IsFinite(mean) ? mean : bases[ahead], 0, GrowthMax * most);
        }

        return means;
    }

    /// <param name="days">Days of the series that may be seen, at least 1.</param>
    /// <param name="ahead">Days after them, at least 1.</param>
    public GlobalExplanation Explain(GlobalSeries series, int days, int ahead)
    {
        var row = new float[GlobalFeatures.Names.Count];
        var level = new GlobalFeatures(series).Write(days - 1, ahead, row);
        var mean = new double[1];
        _booster.Predict(row, mean);
        var contributions = new double[row.Length + 1];
        _booster.Explain(row, contributions);

        var factors =
            from contribution in contributions.Index()
            orderby Math.Abs(contribution.Item) descending, contribution.Index
            select new FeatureFactor(
                contribution.Index < row.Length ? GlobalFeatures.Names[contribution.Index] : AllSeries,
                Math.Exp(contribution.Item),
                contribution.Index < row.Length ? row[contribution.Index] : double.NaN);

        return new(level * mean[0], level, [.. factors]);
    }

    public void Dispose() => _booster.Dispose();

    private static void ThrowIfAbsent()
    {
        if (WhyAbsent is { } reason)
        {
            throw new InvalidOperationException(reason);
        }
    }
}
