using System.Globalization;
using System.Net;
using System.Text.Json;
using Composerp.Contracts;
using Composerp.Forecasting.Domain;
using Composerp.Forecasting.Tests.Service;
using Composerp.Tests.Support;
using Parquet;

namespace Composerp.Forecasting.Tests.Forecasts;

public sealed class ExportForecastsTests(ExportForecastsTests.Run run) : IClassFixture<ExportForecastsTests.Run>
{
    private static readonly DateOnly _origin = new(2026, 3, 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Csv_holds_a_row_per_series_and_day()
    {
        var lines = (await run.Host.Client.GetStringAsync($"/v1/forecast-runs/{run.Id}/export?format=csv", Token)).Split("\r\n");
        var series = await LinesAsync();
        var header = lines[0].Split(',');
        var first = lines[1].Split(',');

        Assert.Equal(1 + (2 * 7) + 1, lines.Length);
        Assert.Equal(
            "location,sku,model,date,daysAhead,mean,statisticalMean,sigma,sumSigma,"
            + string.Join(',', QuantileLevels.All.Select(level => $"q{level.ToString(CultureInfo.InvariantCulture)}")) + ','
            + string.Join(',', QuantileLevels.All.Select(level => $"sumQ{level.ToString(CultureInfo.InvariantCulture)}")) + ",globalShare,peerShare",
            lines[0]);
        Assert.Equal([series[0].Location, series[0].Sku, series[0].Model, "2026-03-02", "1"], first[..5]);
        Assert.Equal(series[0].Mean[0], double.Parse(first[5], CultureInfo.InvariantCulture));
        Assert.Equal(series[0].SumQuantiles![9][6], double.Parse(lines[7].Split(',')[header.Length - 3], CultureInfo.InvariantCulture));
        Assert.Contains(lines, line => line.StartsWith("S002,\"NUTS, \"\"BIG\"\"\",", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Parquet_holds_the_same_numbers()
    {
        using var answer = await run.Host.Client.GetAsync($"/v1/forecast-runs/{run.Id}/export?format=parquet", Token);
        await using var file = new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Token));
        await using var parquet = await ParquetReader.CreateAsync(file, cancellationToken: Token);
        var series = await LinesAsync();
        using var rows = parquet.OpenRowGroupReader(0);
        var skus = new string[rows.RowCount];
        var top = new double?[rows.RowCount];
        await rows.ReadAsync(parquet.Schema.FindDataField("sku"), skus, cancellationToken: Token);
        await rows.ReadAsync<double>(parquet.Schema.FindDataField("sumQ0.99"), top, cancellationToken: Token);

        Assert.Equal("application/vnd.apache.parquet", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(1, parquet.RowGroupCount);
        Assert.Equal(series.SelectMany(one => one.Mean.Select(_ => one.Sku)), skus);
        Assert.Equal(series.SelectMany(one => one.SumQuantiles![^1]), top.Select(units => units!.Value));
    }

    [Fact]
    public async Task A_sum_of_days_is_more_certain_than_its_days_are_and_the_first_is_the_day_itself()
    {
        var series = (await LinesAsync())[0];

        Assert.All(QuantileLevels.All.Index(), level => Assert.Equal(
            series.Quantiles[level.Index][0], series.SumQuantiles![level.Index][0], 1.0));
        Assert.True(series.SumQuantiles![^1][6] < series.Quantiles[^1].Sum());
        Assert.True(series.SumQuantiles![0][6] > series.Quantiles[0].Sum());
    }

    [Theory]
    [InlineData("format=xlsx", HttpStatusCode.NotAcceptable, "unknown-format")]
    [InlineData("shard=64", HttpStatusCode.BadRequest, "malformed-parameter")]
    public async Task What_makes_no_sense_is_refused(string query, HttpStatusCode status, string problem) =>
        Assert.Equal((status, $"urn:composerp:forecasting:{problem}"), await run.Host.ProblemAsync($"/v1/forecast-runs/{run.Id}/export?{query}"));

    private async Task<List<ForecastSeriesV1>> LinesAsync() =>
    [
        .. (await run.Host.GetLinesAsync($"/v1/forecast-runs/{run.Id}/export"))
            .Select(line => JsonSerializer.Deserialize(line, ContractsJson.Default.ForecastSeriesV1)!),
    ];

    /// <summary>A completed run over two series.</summary>
    public sealed class Run(TestDatabases databases) : IAsyncLifetime
    {
        private readonly ForecastingDatabase _database = new(databases);

        internal ForecastingHost Host { get; private set; } = null!;

        internal Guid Id { get; private set; }

        public async ValueTask InitializeAsync()
        {
            await _database.InitializeAsync();
            await _database.AddDemandAsync("S001", "MILK", _origin, [.. Enumerable.Range(0, 90).Select(day => 20 + (day * 31 % 11))]);
            await _database.AddDemandAsync("S002", "NUTS, \"BIG\"", _origin, 3, 1, 4);
            Host = new(_database);
            Id = (await Host.RunAsync(new { horizonDays = 7 })).Id;
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await _database.DisposeAsync();
        }
    }
}
