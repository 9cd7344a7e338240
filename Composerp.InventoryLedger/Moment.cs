using System.Globalization;

namespace Composerp.InventoryLedger;

/// <summary>A moment in a request: an instant, or a business day, which begins and ends by the clock of the location.</summary>
internal readonly record struct Moment(DateTimeOffset? Instant, DateOnly? Day)
{
    /// <summary>Later than anything: stock as it is now.</summary>
    public static Moment Latest { get; } = new(DateTimeOffset.MaxValue, null);

    /// <summary>When a business day begins: the end of the one before.</summary>
    public static Moment? BeginningOf(DateOnly? day) =>
        day is { } begun ? new(null, begun > DateOnly.MinValue ? begun.AddDays(-1) : begun) : null;

    /// <summary>The beginning of a day, the instant itself.</summary>
    public Moment Beginning => Instant is null ? BeginningOf(Day) ?? this : this;

    /// <summary>"2026-03-31", or "2026-03-31T18:00:00Z"; an instant without offset is UTC.</summary>
    public static bool TryParse(string? text, IFormatProvider? provider, out Moment moment)
    {
        moment = default;

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            // The day after is asked for, too.
            moment = new(null, day);

            return day < DateOnly.MaxValue;
        }

        // Instants are copied from answers, and in a query a plus sign is a space.
        if (DateTimeOffset.TryParse(
            text?.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
        {
            moment = new(instant, null);

            return true;
        }

        return false;
    }

    public override string ToString() =>
        Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        ?? Instant?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture)
        ?? "";
}

/// <summary>Which time counts: when things happened, or when the ledger learned of them.</summary>
internal readonly record struct Axis(bool IsRecorded)
{
    public const string Description =
        "\"occurred\" (the default): by when things happened, with all that is known today. \"recorded\": by what was recorded until then.";

    public static bool TryParse(string? text, IFormatProvider? provider, out Axis axis)
    {
        axis = new(text == "recorded");

        return text is "occurred" or "recorded";
    }

    public override string ToString() => IsRecorded ? "recorded" : "occurred";
}
