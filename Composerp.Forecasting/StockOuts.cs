using Npgsql;

namespace Composerp.Forecasting;

/// <summary>Neighbouring series of one shard, from the first to the last, both included.</summary>
internal sealed record SeriesRange(int Shard, string FirstLocation, string FirstSku, string LastLocation, string LastSku)
{
    public static SeriesRange Of(string location, string sku) =>
        new(Contracts.Shards.OfLocation(location), location, sku, location, sku);
}

/// <summary>Days on which a series was out of stock: what was sold then is not what was wanted.</summary>
/// <remarks>The demand history marks none yet, so there are none.</remarks>
internal static class StockOuts
{
    private static readonly HashSet<(string Location, string Sku, DateOnly Day)> _none = [];

    public static Task<HashSet<(string Location, string Sku, DateOnly Day)>> ReadAsync(
        NpgsqlConnection connection, SeriesRange range, DateOnly firstDay, DateOnly lastDay, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();

        return Task.FromResult(_none);
    }
}
