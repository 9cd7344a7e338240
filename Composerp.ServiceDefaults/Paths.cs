namespace Composerp.ServiceDefaults;

/// <summary>Paths that every service answers.</summary>
internal static class Paths
{
    public const string Health = "/health";
    public const string Ready = "/ready";
    public const string Metrics = "/metrics";
    public const string ApiPage = "/scalar";

    /// <summary>Asked every few seconds by machines: no trace, no page of the API.</summary>
    public static bool IsProbe(string? path) => path is Health or Ready or Metrics;
}
