using Composerp.Forecasting.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting;

/// <summary>Reads what people changed in forecasts: whoever shows or measures forecasts wants it.</summary>
internal sealed class AdjustmentRows(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly string ReadAdjustments = SqlFile.Of<AdjustmentRows>("read_adjustments.sql");

    public static string NameOf(AdjustmentKind kind) => kind switch
    {
        AdjustmentKind.Absolute => "absolute",
        AdjustmentKind.Percent => "percent",
        _ => "delta",
    };

    /// <returns>Null where it is no name of one.</returns>
    public static AdjustmentKind? FindKind(string name) => name switch
    {
        "absolute" => AdjustmentKind.Absolute,
        "percent" => AdjustmentKind.Percent,
        "delta" => AdjustmentKind.Delta,
        _ => null,
    };

    /// <summary>Those that are in effect today.</summary>
    public async Task<DemandAdjustments> ReadInEffectAsync(DateOnly firstDay, DateOnly lastDay, CancellationToken token)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

        return new((await ReadAsync(firstDay, lastDay, token)).Where(adjustment => adjustment.IsInEffect(today)));
    }

    /// <summary>All that were ever made.</summary>
    public async Task<List<DemandAdjustment>> ReadAsync(DateOnly firstDay, DateOnly lastDay, CancellationToken token)
    {
        await using var command = Of(database, ReadAdjustments, Value(firstDay), Value(lastDay));

        return await DatabaseRow.ListAsync(command, AdjustmentOf, token);
    }

    private static DemandAdjustment AdjustmentOf(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        DatabaseRow.Find<string>(row, 1),
        DatabaseRow.Find<string>(row, 2),
        row.GetFieldValue<DateOnly>(3),
        row.GetFieldValue<DateOnly>(4),
        FindKind(row.GetString(5)) ?? throw new InvalidOperationException($"{row.GetString(5)} is no kind of adjustment."),
        row.GetDouble(6),
        row.GetFieldValue<DateOnly>(7),
        row.GetFieldValue<DateOnly?>(8),
        row.GetFieldValue<DateOnly?>(9));
}
