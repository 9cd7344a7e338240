using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Composerp.Bench.Forecasting.DataSets;

namespace Composerp.Bench.Forecasting;

/// <summary>R's package forecast on the same series, where it is installed.</summary>
internal static class RReference
{
    /// <summary>Exponential smoothing alone.</summary>
    public const string Ets = "forecast(ets(y), h = 18)";

    /// <summary>What it takes to have members for a combination.</summary>
    public const string EtsArimaTheta = "{ forecast(ets(y), h = 18); forecast(auto.arima(y), h = 18); thetaf(y, h = 18) }";

    /// <param name="work">What R does with each series y.</param>
    /// <returns>Series per second with intervals; null, and the reason said, where there is no R.</returns>
    public static async Task<double?> FindPerSecondAsync(TestSet set, int count, string work, CancellationToken token)
    {
        var script = $"""
            suppressMessages(library(forecast))
            series <- lapply(strsplit(readLines(file("stdin")), ","), as.numeric)
            started <- proc.time()
            for (x in series) [left] y <- ts(x, frequency = 12); {work} [right]
            used <- proc.time() - started
            cat(length(series) / (used[[1]] + used[[2]]))
            """.Replace("[left]", "{", StringComparison.Ordinal).Replace("[right]", "}", StringComparison.Ordinal);
        using var process = new Process
        {
            StartInfo = new("Rscript", ["-e", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true },
        };

        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            Console.WriteLine("  No Rscript here: the speeds have no reference (Debian: r-cran-forecast).");

            return null;
        }

        var step = Math.Max(1, set.Series.Count / count);

        foreach (var series in set.Series.Where((_, place) => place % step == 0).Take(count))
        {
            await process.StandardInput.WriteLineAsync(
                string.Join(',', series.Training.Select(value => value.ToString(CultureInfo.InvariantCulture))).AsMemory(), token);
        }

        process.StandardInput.Close();
        var answer = await process.StandardOutput.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);

        if (double.TryParse(answer, CultureInfo.InvariantCulture, out var perSecond))
        {
            return perSecond;
        }

        Console.WriteLine("  R has no package forecast: the speeds have no reference (Debian: r-cran-forecast).");

        return null;
    }
}
