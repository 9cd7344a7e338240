using Composerp.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.InventoryLedger;

/// <summary>Commands with typed parameters: arrays go to the server in binary form, and plans can be prepared.</summary>
internal static class Sql
{
    public static NpgsqlBatchCommand Step(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);

        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);

        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public static NpgsqlParameter Of<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    /// <summary>A parameter that may be null, of a type that null cannot tell.</summary>
    public static NpgsqlParameter Of(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    public static NpgsqlParameter Of(byte[][] values) => Of(values, NpgsqlDbType.Array | NpgsqlDbType.Bytea);

    public static NpgsqlParameter Text(string? value) => Of(value, NpgsqlDbType.Text);

    /// <summary>The shard of a location that may be null.</summary>
    public static NpgsqlParameter ShardOf(string? location) =>
        Of(location is null ? null : checked((short)Shards.OfLocation(location)), NpgsqlDbType.Smallint);

    public static NpgsqlParameter Instant(DateTimeOffset? value) => Of(value, NpgsqlDbType.TimestampTz);

    public static NpgsqlParameter Day(DateOnly? value) => Of(value, NpgsqlDbType.Date);
}
