using System.Diagnostics;
using Composerp.Bench.Support;
using Composerp.Samples.Api;
using Composerp.Samples.Imports;
using Npgsql;

namespace Composerp.Bench.EndToEnd;

/// <summary>Sales rows imported per second, against COPY of the same rows into a plain table of the same server.</summary>
internal static class ImportSpeed
{
    public static async Task<Figure> MeasureAsync(LedgerApi ledger, SalesRow[] rows, string connectionString, CancellationToken token)
    {
        var reference = await CopyAsync(rows, connectionString, token);
        var started = Stopwatch.GetTimestamp();
        await ImportAsync(ledger, "bench", rows, token);

        return Figure.Against("import-rows-per-second", rows.Length / Stopwatch.GetElapsedTime(started).TotalSeconds, "rows/s", reference);
    }

    /// <param name="source">Rows of another source are other sales.</param>
    public static async Task ImportAsync(LedgerApi ledger, string source, SalesRow[] rows, CancellationToken token)
    {
        var import = await ledger.ImportSalesAsync(
            source, $"{source}-{Guid.CreateVersion7():N}", (writer, stop) => SalesCsv.WriteAsync(rows, writer, stop), token);

        if (import.Posted + import.Zeros != rows.Length)
        {
            throw new InvalidOperationException($"The import is not what is to be measured: {import}");
        }
    }

    private static async Task<double> CopyAsync(SalesRow[] rows, string connectionString, CancellationToken token)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(token);
        await ExecuteAsync(connection, "create table if not exists bench_copy (date date, sku text, location text, quantity numeric, price numeric)", token);

        var started = Stopwatch.GetTimestamp();

        await using (var writer = await connection.BeginBinaryImportAsync("copy bench_copy from stdin (format binary)", token))
        {
            foreach (var row in rows)
            {
                await writer.StartRowAsync(token);
                await writer.WriteAsync(row.Date, token);
                await writer.WriteAsync(row.Sku, token);
                await writer.WriteAsync(row.Location, token);
                await writer.WriteAsync(row.Quantity, token);
                await writer.WriteAsync(row.Price ?? 0, token);
            }

            await writer.CompleteAsync(token);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await ExecuteAsync(connection, "drop table bench_copy", token);

        return rows.Length / seconds;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(token);
    }
}
