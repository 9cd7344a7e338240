using System.Buffers;
using System.Globalization;
using System.Text;
using Composerp.Contracts;

namespace Composerp.Forecasting.Forecasts;

/// <summary>Answers with one line per series and day, written as the series come.</summary>
internal sealed class CsvForecasts(ReadableRun run, IAsyncEnumerable<ForecastSeriesV1> forecasts) : IResult
{
    private const int FlushBytes = 64 * 1024;

    private static readonly SearchValues<char> _special = SearchValues.Create(",\"\r\n");

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = $"{ExportFormat.Csv.ContentType}; charset=utf-8";
        var body = httpContext.Response.BodyWriter;
        var token = httpContext.RequestAborted;
        var numbers = ForecastColumns.Numbers(run.Levels);
        var lines = new StringBuilder();

        lines.AppendJoin(
            ',',
            [
                .. ForecastColumns.Keys.Select(column => column.Name), ForecastColumns.Date, ForecastColumns.DaysAhead,
                .. numbers.Select(column => column.Name),
            ])
            .Append("\r\n");

        await foreach (var series in forecasts.WithCancellation(token))
        {
            Append(lines, series, numbers);

            if (lines.Length >= FlushBytes)
            {
                Write(lines, body);
                await body.FlushAsync(token);
            }
        }

        Write(lines, body);
    }

    private void Append(
        StringBuilder lines, ForecastSeriesV1 series, IReadOnlyList<(string Name, Func<ForecastSeriesV1, int, double?> Of)> numbers)
    {
        for (var day = 0; day < series.Mean.Count; day++)
        {
            foreach (var (_, of) in ForecastColumns.Keys)
            {
                lines.Append(Escape(of(series))).Append(',');
            }

            lines.Append(CultureInfo.InvariantCulture, $"{run.Origin.AddDays(day + 1):yyyy-MM-dd},{day + 1}");

            foreach (var (_, of) in numbers)
            {
                lines.Append(CultureInfo.InvariantCulture, $",{of(series, day)}");
            }

            lines.Append("\r\n");
        }
    }

    private static void Write(StringBuilder lines, IBufferWriter<byte> body)
    {
        Encoding.UTF8.GetBytes(lines.ToString(), body);
        lines.Clear();
    }

    private static string Escape(string field) =>
        field.AsSpan().ContainsAny(_special) || field.StartsWith(' ') || field.EndsWith(' ')
            ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : field;
}
