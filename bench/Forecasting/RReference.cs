using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Composerp.Bench.Forecasting.DataSets;

namespace Composerp.Bench.Forecasting;

/// <summary>R's package forecast on the same series, where it is installed.</summary>
internal static class RReference
{
    private const string Script = """
        suppressMessages(library(forecast))
        series <- lapply(strsplit(readLines(file("stdin")), ","), as.numeric)
        started <- proc.time()
        for (x in series) forecast(ets(ts(x, frequency = 12)), h = 18)
        used <- proc.time() - started
        cat(length(series) / (used[[1]] + used[[2]]))
        """;

    /// <returns>Series per second of ets() with intervals; null, and the reason said, where there is no R.</returns>
    public static async Task<double?> FindEtsPerSecondAsync(TestSet set, int count, CancellationToken token)
    {
        using var process = new Process
        {
            StartInfo = new("Rscript", ["-e", Script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true },
        };

        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            Console.WriteLine("  No Rscript here: ets-series-per-second has no reference (Debian: r-cran-forecast).");

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

        Console.WriteLine("  R has no package forecast: ets-series-per-second has no reference (Debian: r-cran-forecast).");

        return null;
    }
}
