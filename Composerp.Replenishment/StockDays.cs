namespace Composerp.Replenishment;

/// <summary>The days of which sales and movements are kept by item and location.</summary>
internal static class StockDays
{
    /// <summary>Older ones no key figure looks at; a history that is newly read would be nothing but them.</summary>
    public const int KeptDays = 60;
}
