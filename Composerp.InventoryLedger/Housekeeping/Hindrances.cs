namespace Composerp.InventoryLedger.Housekeeping;

/// <summary>What may stand against archiving a range of entries.</summary>
/// <param name="Behind">Shards that still write into it.</param>
/// <param name="Unpublished">Shards of which Kafka has not everything.</param>
/// <param name="Unproven">Shards whose entries were not proven to be sound.</param>
/// <param name="RecordedUntil">When the last of its entries was recorded; null: it has none.</param>
/// <param name="ClosedThrough">The last business day that takes no more movements.</param>
internal sealed record Hindrances(
    short[] Behind, short[] Unpublished, short[] Unproven, DateTimeOffset? RecordedUntil, DateOnly? ClosedThrough, DateTimeOffset Now)
{
    /// <summary>Where a business day ends last is not where it ends first.</summary>
    private static readonly TimeSpan _earliestZone = TimeSpan.FromHours(14);

    /// <summary>Goods do not move more than a day after it is recorded.</summary>
    private static readonly TimeSpan _futureMax = TimeSpan.FromDays(1);

    /// <summary>Why the range stays for now, the most lasting reason first; null where nothing stands against archiving it.</summary>
    public string? Reason(int keepMonths)
    {
        if (RecordedUntil is not { } until)
        {
            return "no shard has entries in it";
        }

        if (Behind.Length > 0)
        {
            return $"shards still write into it: {Listed(Behind)}";
        }

        if (until.AddMonths(keepMonths) > Now)
        {
            return $"it was recorded until {until:yyyy-MM-dd}, and {keepMonths} months are kept";
        }

        return ReasonOfClosing(until + _futureMax)
            ?? (Unproven.Length > 0 ? $"GET /v1/integrity has not proven it for shards {Listed(Unproven)}" : null)
            ?? (Unpublished.Length > 0 ? $"it is not published for shards {Listed(Unpublished)}" : null);
    }

    /// <summary>Nothing may be posted any more to the time of what is archived, or it could not be reckoned with what was there.</summary>
    /// <param name="until">No entry occurred later.</param>
    public string? ReasonOfClosing(DateTimeOffset until)
    {
        var isClosed = ClosedThrough is { } day
            && until < new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) - _earliestZone;

        return isClosed ? null : $"business days up to {(until + _earliestZone).UtcDateTime:yyyy-MM-dd} are not closed";
    }

    private static string Listed(short[] shards) => string.Join(", ", shards);
}
