using Composerp.ServiceDefaults.EventLog;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.ServiceDefaults.Tests.World;

/// <summary>A handler whose effect is a row per event; refuses events whose data say so.</summary>
public sealed class RecordEffects(EffectRules rules) : IEventHandler
{
    public async Task ApplyAsync(IReadOnlyList<LoggedEvent> events, NpgsqlTransaction transaction, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(Sql.RecordEffects, transaction.Connection, transaction)
        {
            Parameters =
            {
                new() { Value = events.Select(one => one.Shard).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                new() { Value = events.Select(one => one.Sequence).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                new() { Value = events.Select(one => System.Text.Encoding.UTF8.GetString(one.Data.Span)).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(token);
        await rules.AfterEffects(events);
    }
}

/// <summary>What a test has its handler do besides recording.</summary>
public sealed class EffectRules
{
    /// <summary>Runs after the effects were written and before the transaction commits.</summary>
    public Func<IReadOnlyList<LoggedEvent>, Task> AfterEffects { get; set; } = _ => Task.CompletedTask;
}
