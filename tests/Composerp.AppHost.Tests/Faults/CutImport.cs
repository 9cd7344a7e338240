using Composerp.AppHost.Tests.MainFlow;
using Composerp.Samples.Api;
using Composerp.Samples.Checks;
using Composerp.Samples.Imports;
using Composerp.Samples.M5;

namespace Composerp.AppHost.Tests.Faults;

/// <summary>An import in whose middle something happens; afterwards every figure must be as if nothing had.</summary>
internal sealed class CutImport
{
    private readonly string _source;
    private readonly IReadOnlyList<M5Series> _series;
    private readonly SalesRow[] _rows;

    /// <param name="source">A word for codes and identities: tests share the application.</param>
    public CutImport(string source)
    {
        _source = source;
        _series = MadeSeries.Of(source, stores: 4, items: 25, days: 300);

        // By day, as a till system exports it: all shards are busy when it is cut.
        _rows = [.. _series.SelectMany(one => one.Rows).OrderBy(row => row.Date)];
    }

    /// <summary>Rows that are sales; the others say that nothing was sold.</summary>
    public int Sales => _rows.Count(row => row.Quantity > 0);

    /// <summary>Sends the first half, waits until some of it is posted, lets it happen, and sends the rest.</summary>
    /// <returns>Whether the request was answered with a completed import.</returns>
    public async Task<bool> SendAsync(ComposerpApi api, Func<Task> inTheMiddle, CancellationToken token)
    {
        await PutMasterDataAsync(api, token);
        var id = $"{_source}-{Guid.CreateVersion7():N}";

        try
        {
            var import = await api.Ledger.ImportSalesAsync(_source, id, WriteAsync, token);

            return import.Status == "completed";
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException or ApiProblemException)
        {
            return false;
        }

        async Task WriteAsync(TextWriter writer, CancellationToken stop)
        {
            await SalesCsv.WriteAsync(_rows[..(_rows.Length / 2)], writer, stop);
            await writer.FlushAsync(stop);
            await Eventually.TrueAsync(async () => await api.Ledger.FindImportAsync(id, stop) is { Posted: > 0 }, stop);

            await inTheMiddle();

            using var rest = new StringWriter();
            await SalesCsv.WriteAsync(_rows[(_rows.Length / 2)..], rest, stop);
            var text = rest.ToString();
            await writer.WriteAsync(text.AsMemory(text.IndexOf('\n', StringComparison.Ordinal) + 1), stop);
        }
    }

    /// <summary>Sends the whole file again; then the sums are equal to the unit, in every service.</summary>
    public async Task SendAgainAndCheckAsync(ComposerpApi api, CancellationToken token)
    {
        var import = await api.Ledger.ImportSalesAsync(
            _source, $"{_source}-{Guid.CreateVersion7():N}", (writer, stop) => SalesCsv.WriteAsync(_rows, writer, stop), token);

        Assert.True(import.EveryRowIsAccountedFor, import.ToString());
        Assert.Equal((_rows.Length, 0), (import.Rows, import.Refused));

        var demand = new DemandComparison(api.Forecasting, _series);

        foreach (var store in _series.GroupBy(one => one.Store))
        {
            var units = (decimal)store.Sum(one => one.Units.Sum());

            Assert.Equal(units, (await api.Ledger.SummaryAsync("SALE", store.Key, null, token)).Quantity);
            Assert.Equal(-units, await api.Ledger.PositionsAsync(store.Key, null, token).Select(position => position.OnHand).SumAsync(token));
            await Eventually.EqualAsync(
                -units, async () => await api.Replenishment.PositionsAsync(store.Key, token).Select(position => position.OnHand).SumAsync(token), token);
        }

        await Eventually.EqualAsync(0, () => demand.DifferingDaysAsync(token), token);
    }

    // Live from the first movement and without a floor, so that sales move stock and need none.
    private async Task PutMasterDataAsync(ComposerpApi api, CancellationToken token)
    {
        await api.Ledger.PutItemsAsync(_series.Select(one => one.Item).Distinct().Select(sku => new Item(sku, sku)), token);
        await api.Ledger.PutLocationsAsync(
            _series.Select(one => one.Store).Distinct().Select(code => new Location(code, code, "store", "UTC", AllowsNegative: true)), token);
    }
}
