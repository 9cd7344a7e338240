using Composerp.Samples.Api;
using Composerp.Samples.Screen;

namespace Composerp.Samples.Imports;

/// <summary>An import with its progress on the screen.</summary>
internal static class WatchedImport
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    /// <param name="rowsExpected">What the percentage is of.</param>
    public static async Task<SalesImport> RunAsync(
        LedgerApi ledger, string source, IEnumerable<SalesRow> rows, long rowsExpected, Step step, CancellationToken token)
    {
        var id = $"{source}-{Guid.CreateVersion7():N}";
        var import = ledger.ImportSalesAsync(source, id, (writer, stop) => SalesCsv.WriteAsync(rows, writer, stop), token);

        while (await Task.WhenAny(import, Task.Delay(_pause, token)) != import)
        {
            if (await ledger.FindImportAsync(id, token) is { } seen)
            {
                step.Report(seen.Rows, rowsExpected, "rows");
            }
        }

        return await import;
    }
}
