using System.Diagnostics;

namespace Composerp.ServiceDefaults.EventLog;

/// <summary>Spans of relays and consumers.</summary>
internal static class EventLogTracing
{
    public const string SourceName = "Composerp.EventLog";

    public static readonly ActivitySource Source = new(SourceName);
}
