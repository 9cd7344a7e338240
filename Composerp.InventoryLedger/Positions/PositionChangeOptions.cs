using System.ComponentModel.DataAnnotations;

namespace Composerp.InventoryLedger.Positions;

/// <summary>Section "PositionChanges" of the configuration. Checked when the service starts.</summary>
public sealed class PositionChangeOptions
{
    public const string Section = "PositionChanges";

    /// <summary>How often each follower's log is looked at.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>After so long without a change a follower hears that the connection lives. Proxies cut at about a minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);
}
