using Npgsql;
using NpgsqlTypes;

namespace Composerp.Forecasting;

/// <summary>Commands with positional parameters ($1, $2..).</summary>
internal static class DatabaseCommand
{
    public static NpgsqlCommand Of(NpgsqlDataSource database, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = database.CreateCommand(sql);

        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    /// <summary>A parameter that may be null, which needs its type said.</summary>
    public static NpgsqlParameter Nullable(NpgsqlDbType type, object? value) =>
        new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
