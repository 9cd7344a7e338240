using System.Globalization;
using System.Text;

namespace Composerp.Samples.Imports;

/// <summary>What a location sold of an item on a day.</summary>
/// <param name="Quantity">Units; zero says that nothing was sold although it was watched.</param>
internal readonly record struct SalesRow(DateOnly Date, string Sku, string Location, decimal Quantity, decimal? Price = null);

/// <summary>Sales in the form that the ledger imports.</summary>
internal static class SalesCsv
{
    private const int ChunkCharacters = 32 * 1024;

    /// <summary>Writes a header and one line per row, in chunks: memory does not grow with the number of rows.</summary>
    public static async Task WriteAsync(IEnumerable<SalesRow> rows, TextWriter writer, CancellationToken token)
    {
        var chunk = new StringBuilder("date,sku,location,quantity,price\n");

        foreach (var row in rows)
        {
            chunk.Append(CultureInfo.InvariantCulture, $"{row.Date:O},{row.Sku},{row.Location},{row.Quantity},{row.Price}\n");

            if (chunk.Length > ChunkCharacters)
            {
                await writer.WriteAsync(chunk, token);
                chunk.Clear();
            }
        }

        await writer.WriteAsync(chunk, token);
    }
}
