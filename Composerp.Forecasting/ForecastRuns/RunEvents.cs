using System.Text.Json.Serialization.Metadata;
using Composerp.Contracts;
using Composerp.ServiceDefaults.EventLog;
using Npgsql;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>The end of a run that has no forecasts to fetch, told in the transaction that ends it.</summary>
/// <remarks>It belongs to no location, so it goes where master data go.</remarks>
internal static class RunEvents
{
    public static Task AppendAsync<T>(NpgsqlTransaction transaction, string type, T ended, JsonTypeInfo<T> json, CancellationToken token) =>
        EventTable.AppendAsync(transaction, Shards.MasterData, [NewEvent.Of(type, ended, json)], token);
}
