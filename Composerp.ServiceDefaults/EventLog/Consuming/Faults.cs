using System.Net;
using System.Text.Json;
using Npgsql;

namespace Composerp.ServiceDefaults.EventLog.Consuming;

/// <summary>What to do about an exception while applying events.</summary>
internal static class Faults
{
    /// <summary>The event is to blame, and will be the next time: it becomes a dead letter.</summary>
    public static bool IsRefusal(Exception fault) => fault switch
    {
        EventRefusedException or JsonException => true,

        // Class 22 are data that a type does not hold, class 23 violated constraints.
        PostgresException refusal => refusal.SqlState.StartsWith("22", StringComparison.Ordinal)
            || refusal.SqlState.StartsWith("23", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>The moment is to blame: the same will work later.</summary>
    public static bool IsTransient(Exception fault) => fault switch
    {
        // Class 57P is a server that stops, crashed or starts, 25006 one that is a standby since a moment ago; Npgsql does
        // not count all of it.
        PostgresException refusal => refusal.IsTransient
            || refusal.SqlState.StartsWith("57P", StringComparison.Ordinal)
            || refusal.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction,
        NpgsqlException or TimeoutException or IOException => true,

        // Handlers that fetch something: no answer, or the other side's fault. A refused request stays refused.
        HttpRequestException request => request.StatusCode is null or >= HttpStatusCode.InternalServerError,
        _ => false,
    };

    /// <summary>Why, for the person who reads the dead letter; text columns hold no NUL.</summary>
    public static string ReasonOf(Exception fault) => WithoutNul(fault is PostgresException refusal
        ? $"{refusal.MessageText} ({refusal.SqlState}{(refusal.ConstraintName is { } name ? $", {name}" : "")})"
        : fault.Message);

    public static string WithoutNul(string text) => text.Replace('\0', '\uFFFD');
}
