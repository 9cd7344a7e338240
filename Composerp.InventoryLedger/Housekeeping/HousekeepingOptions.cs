using System.ComponentModel.DataAnnotations;

namespace Composerp.InventoryLedger.Housekeeping;

/// <summary>Section "Housekeeping" of the configuration. Checked when the service starts.</summary>
public sealed class HousekeepingOptions
{
    public const string Section = "Housekeeping";

    /// <summary>How often the ledger is looked after; one replica at a time does.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Months for which entries are kept; older ranges are archived. 0: all are kept.</summary>
    [Range(0, 1_200)]
    public int KeepMonths { get; init; }
}
