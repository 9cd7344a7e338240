using System.ComponentModel.DataAnnotations;
using Composerp.Replenishment.Domain.Exceptions;

namespace Composerp.Replenishment.Planning;

/// <summary>Section "Exceptions" of the configuration: from where on planners look at something. Checked when the service starts.</summary>
public sealed class ExceptionOptions
{
    public const string Section = "Exceptions";

    /// <summary>Units: less than this is no shortage.</summary>
    [Range(typeof(decimal), "0", "1000000", ParseLimitsInInvariantCulture = true)]
    public decimal ShortMin { get; init; } = ConcernLimits.Usual.ShortMin;

    /// <summary>What lasts longer than so many days is too much.</summary>
    [Range(1, 1_000)]
    public int ExcessDays { get; init; } = ConcernLimits.Usual.ExcessDays;

    /// <summary>What was not sold for so many days is dead.</summary>
    [Range(1, 3_650)]
    public int DeadDays { get; init; } = ConcernLimits.Usual.DeadDays;

    /// <summary>A supplier with fewer lines in a year is not judged.</summary>
    [Range(1, 1_000_000)]
    public int SupplierLinesMin { get; init; } = ConcernLimits.Usual.LinesMin;

    /// <summary>The share of lines on time and in full that is expected of a supplier.</summary>
    [Range(0.0, 1.0)]
    public double OnTimeInFullMin { get; init; } = ConcernLimits.Usual.OnTimeInFullMin;

    internal ConcernLimits Limits => new(ShortMin, ExcessDays, DeadDays, SupplierLinesMin, OnTimeInFullMin);
}
