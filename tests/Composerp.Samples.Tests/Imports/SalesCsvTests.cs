using System.Globalization;
using Composerp.Samples.Api;
using Composerp.Samples.Imports;

namespace Composerp.Samples.Tests.Imports;

public sealed class SalesCsvTests
{
    [Fact]
    public async Task Rows_are_written_in_the_form_that_the_ledger_reads()
    {
        SalesRow[] rows = [new(new(2026, 3, 1), "MILK-1L", "S01", 2.5m, 1.19m), new(new(2026, 3, 2), "MILK-1L", "S01", 0)];
        using var writer = new StringWriter(CultureInfo.InvariantCulture);

        await SalesCsv.WriteAsync(rows, writer, TestContext.Current.CancellationToken);

        Assert.Equal("date,sku,location,quantity,price\n2026-03-01,MILK-1L,S01,2.5,1.19\n2026-03-02,MILK-1L,S01,0,\n", writer.ToString());
    }

    // A million rows do not pass through memory at once: the body has no length and is produced while it is read.
    [Fact]
    public async Task The_body_is_written_while_it_is_sent()
    {
        var token = TestContext.Current.CancellationToken;
        using var content = new StreamedCsv((writer, stop) => SalesCsv.WriteAsync(Rows(100_000), writer, stop));
        using var copy = new MemoryStream();

        await content.CopyToAsync(copy, token);

        Assert.Null(content.Headers.ContentLength);
        Assert.Equal(100_001, copy.ToArray().Count(character => character == '\n'));

        static IEnumerable<SalesRow> Rows(int count) =>
            Enumerable.Range(0, count).Select(n => new SalesRow(new DateOnly(2026, 1, 1).AddDays(n % 365), $"SKU-{n}", "S01", n));
    }
}
