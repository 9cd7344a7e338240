using Composerp.ServiceDefaults.EventLog.Consuming;

namespace Composerp.ServiceDefaults.EventLog.DeadLetters;

/// <summary>An event that this service's code refused, kept until somebody has it applied.</summary>
/// <param name="Source">The producing service; for messages from outside the topic.</param>
/// <param name="Shard">-1 for messages from outside.</param>
/// <param name="Sequence">For messages from outside a number of ours.</param>
/// <param name="Sender">CloudEvents source of a message from outside; empty where it could not be read.</param>
/// <param name="SenderEventId">CloudEvents id of a message from outside, or a hash of what could not be read.</param>
internal sealed record DeadLetter(
    string Source,
    int Shard,
    long Sequence,
    string Type,
    DateTimeOffset RecordedAt,
    ReadOnlyMemory<byte> Data,
    string Reason,
    DateTimeOffset? RefusedAt = null,
    DateTimeOffset? AppliedAt = null,
    string? AppliedBy = null,
    string? Sender = null,
    string? SenderEventId = null)
{
    /// <summary>The shard under which messages from outside stand: they belong to none.</summary>
    public const int FromOutside = -1;

    public LoggedEvent Event => new(Shard, Sequence, Type, RecordedAt, Data);

    public static DeadLetter Of(string source, LoggedEvent refused, string reason) =>
        new(source, refused.Shard, refused.Sequence, Faults.WithoutNul(refused.Type), refused.RecordedAt, refused.Data, reason);
}
