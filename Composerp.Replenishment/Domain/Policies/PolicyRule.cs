using System.Globalization;
using System.Text.Json.Serialization;

namespace Composerp.Replenishment.Domain.Policies;

/// <summary>What rules can tell items at locations apart by.</summary>
/// <param name="LocationKind">null where the ledger has not told of the location.</param>
/// <param name="Suppliers">Who delivers the item.</param>
/// <param name="Class">ABC and XYZ, such as "AX"; null where it was not classed.</param>
public sealed record ItemTraits(string Location, string Sku, string? Category, string? LocationKind, IReadOnlyList<string> Suppliers, string? Class);

/// <summary>Which items and locations a rule is for: all that fit to every field that is there.</summary>
/// <param name="Class">"A", "X" or "AX".</param>
public sealed record RuleScope(
    string? Sku = null,
    string? Location = null,
    string? SuppliedBy = null,
    string? Category = null,
    string? Class = null,
    string? LocationKind = null)
{
    /// <summary>The higher wins: an item beats everything, then location, supplier, category, class, kind of location.</summary>
    [JsonIgnore]
    public int Specificity =>
        (Sku is null ? 0 : 32) + (Location is null ? 0 : 16) + (SuppliedBy is null ? 0 : 8)
        + (Category is null ? 0 : 4) + (Class is null ? 0 : 2) + (LocationKind is null ? 0 : 1);

    public bool Covers(ItemTraits traits) =>
        (Sku is null || Sku == traits.Sku)
        && (Location is null || Location == traits.Location)
        && (SuppliedBy is null || traits.Suppliers.Contains(SuppliedBy))
        && (Category is null || Category == traits.Category)
        && (Class is null || (traits.Class is { } known && known.Contains(Class, StringComparison.Ordinal)))
        && (LocationKind is null || LocationKind == traits.LocationKind);

    /// <summary>Such as "item MILK-1L, location S001".</summary>
    public string InWords()
    {
        (string Name, string? Value)[] fields =
        [
            ("item", Sku), ("location", Location), ("supplied by", SuppliedBy), ("category", Category), ("class", Class), ("location kind", LocationKind),
        ];
        var named = fields.Where(field => field.Value is not null).Select(field => $"{field.Name} {field.Value}").ToList();

        return named.Count == 0 ? "everything" : string.Join(", ", named);
    }

    public Violation? FirstViolation() =>
        Optional("sku", Sku) ?? Optional("location", Location) ?? Optional("suppliedBy", SuppliedBy)
        ?? (Category is null ? null : Codes.TextViolation("category", Category))
        ?? (Class is null or "A" or "B" or "C" or "X" or "Y" or "Z" || (Class.Length == 2 && "ABC".Contains(Class[0]) && "XYZ".Contains(Class[1]))
            ? null
            : new Violation("class", "unknown-class", "A class is A, B or C, or X, Y or Z, or both, such as AX."))
        ?? (LocationKind is null ? null : Codes.TextViolation("locationKind", LocationKind));

    private static Violation? Optional(string field, string? code) => code is null ? null : Codes.CodeViolation(field, code);
}

/// <summary>When a rule holds; both ends belong to it.</summary>
/// <param name="SeasonFrom">Month and day, "11-15": the rule holds every year from here..</param>
/// <param name="SeasonTo">..to here, over the turn of the year where this is earlier.</param>
public sealed record RulePeriod(DateOnly? ValidFrom = null, DateOnly? ValidTo = null, string? SeasonFrom = null, string? SeasonTo = null)
{
    [JsonIgnore]
    public bool IsSeasonal => SeasonFrom is not null;

    public bool Covers(DateOnly date) =>
        (ValidFrom is not { } from || date >= from) && (ValidTo is not { } to || date <= to) && IsInSeason(date);

    public Violation? FirstViolation()
    {
        if (ValidFrom > ValidTo)
        {
            return new("validTo", "period-reversed", "The rule ends before it begins.");
        }

        if (SeasonFrom is null != SeasonTo is null)
        {
            return new(SeasonFrom is null ? "seasonFrom" : "seasonTo", "missing-field", "A season has both ends.");
        }

        return SeasonFrom is not null && DayOf(SeasonFrom) is null ? Malformed("seasonFrom")
            : SeasonTo is not null && DayOf(SeasonTo) is null ? Malformed("seasonTo")
            : null;
    }

    private bool IsInSeason(DateOnly date)
    {
        if (SeasonFrom is null || SeasonTo is null || DayOf(SeasonFrom) is not { } from || DayOf(SeasonTo) is not { } to)
        {
            return true;
        }

        var day = (date.Month * 100) + date.Day;

        return from <= to ? day >= from && day <= to : day >= from || day <= to;
    }

    // In a leap year, so that there is a 29 February.
    private static int? DayOf(string monthAndDay) =>
        DateOnly.TryParseExact($"2024-{monthAndDay}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (day.Month * 100) + day.Day
            : null;

    private static Violation Malformed(string field) => new(field, "malformed-season", "A season's end is month and day, such as 11-15.");
}

/// <summary>For which items and locations, when, and how to order.</summary>
/// <param name="Name">Of a policy for one item at one location: location/sku.</param>
/// <param name="Priority">Of rules that are equally specific the higher wins, then the first by name.</param>
public sealed record PolicyRule(string Name, RuleScope Scope, int Priority, RulePeriod Period, PolicyTerms Terms)
{
    public const int PriorityMax = 1_000_000;

    /// <summary>Who is ordered from, as far as the rule says.</summary>
    public string? Source => Terms.Supplier ?? Scope.SuppliedBy;

    /// <summary>What a policy for one item at one location is called.</summary>
    public static string NameOf(ItemLocation key) => $"{key.Location}/{key.Sku}";

    public bool Covers(ItemTraits traits, DateOnly date) => Scope.Covers(traits) && Period.Covers(date);
}
