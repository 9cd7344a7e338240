namespace Composerp.ServiceDefaults;

/// <summary>Paths that every service answers.</summary>
internal static class Paths
{
    public const string Health = "/health";
    public const string Ready = "/ready";
    public const string Metrics = "/metrics";
    public const string ApiPage = "/scalar";
    public const string EventHeads = "/v1/events/heads";

    /// <summary>Asked every few seconds by machines: no trace.</summary>
    public static bool IsPolled(string? path) => path is Health or Ready or Metrics or EventHeads;
}
