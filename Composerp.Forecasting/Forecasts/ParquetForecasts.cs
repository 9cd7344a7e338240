using Composerp.Contracts;
using Parquet;
using Parquet.Schema;

namespace Composerp.Forecasting.Forecasts;

/// <summary>Answers with one row per series and day as Parquet: a row group of some series after the other.</summary>
/// <remarks>Memory: one row group, whatever the number of series.</remarks>
internal sealed class ParquetForecasts(ReadableRun run, IAsyncEnumerable<ForecastSeriesV1> forecasts) : IResult
{
    /// <summary>Rows after which a row group ends with its series.</summary>
    private const int RowsPerGroup = 20_000;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = ExportFormat.Parquet.ContentType;
        var token = httpContext.RequestAborted;
        var numbers = ForecastColumns.Numbers(run.Levels);
        var schema = new ParquetSchema(
        [
            .. ForecastColumns.Keys.Select(column => new DataField<string>(column.Name, nullable: false)),
            new DataField<DateOnly>(ForecastColumns.Date),
            new DataField<int>(ForecastColumns.DaysAhead),
            .. numbers.Select(column => new DataField<double?>(column.Name)),
        ]);
        await using var body = new CountedStream(httpContext.Response.BodyWriter);
        var writer = await ParquetWriter.CreateAsync(schema, body, cancellationToken: token);
        var group = new List<ForecastSeriesV1>();
        var rows = 0;

        await foreach (var series in forecasts.WithCancellation(token))
        {
            group.Add(series);
            rows += series.Mean.Count;

            if (rows >= RowsPerGroup)
            {
                await WriteAsync(writer, schema, group, numbers, token);
                group.Clear();
                rows = 0;
            }
        }

        if (rows > 0)
        {
            await WriteAsync(writer, schema, group, numbers, token);
        }

        // Writes the footer. After a fault there must be none: half a file must not look like a whole one.
        await writer.DisposeAsync();
    }

    private async Task WriteAsync(
        ParquetWriter writer,
        ParquetSchema schema,
        List<ForecastSeriesV1> group,
        IReadOnlyList<(string Name, Func<ForecastSeriesV1, int, double?> Of)> numbers,
        CancellationToken token)
    {
        using var rows = writer.CreateRowGroup();
        var fields = schema.DataFields;
        var field = 0;

        foreach (var (_, of) in ForecastColumns.Keys)
        {
            await rows.WriteAsync(fields[field++], Column(group, (series, _) => of(series)));
        }

        await rows.WriteAsync<DateOnly>(fields[field++], Column(group, (_, day) => run.Origin.AddDays(day + 1)), cancellationToken: token);
        await rows.WriteAsync<int>(fields[field++], Column(group, (_, day) => day + 1), cancellationToken: token);

        foreach (var (_, of) in numbers)
        {
            await rows.WriteAsync<double>(fields[field++], (ReadOnlyMemory<double?>)Column(group, of), cancellationToken: token);
        }

        rows.CompleteValidate();
    }

    private static T[] Column<T>(List<ForecastSeriesV1> group, Func<ForecastSeriesV1, int, T> of) =>
        [.. group.SelectMany(series => Enumerable.Range(0, series.Mean.Count).Select(day => of(series, day)))];
}
