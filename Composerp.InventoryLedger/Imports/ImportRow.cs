using System.Globalization;
using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Imports;

/// <summary>A row as it stands in its file: what it says in each column, where, and what is wrong with it.</summary>
/// <param name="texts">By column; null where the row has no such column, empty where it says nothing there.</param>
/// <param name="places">By column: where its field begins in the line, from 1.</param>
internal sealed class ImportRow(ImportColumns columns, long line, string?[] texts, int[] places)
{
    private const string WholeRow = "row";

    private const int IdLengthMax = 120;

    private static readonly string[] _instants =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm'Z'",
    ];

    private readonly List<RowError> _errors = [];

    public IReadOnlyList<RowError> Errors => _errors;

    public bool IsSound => _errors.Count == 0;

    /// <summary>The row says something of it, be it that there is nothing.</summary>
    public bool Has(string name) => texts[columns.Find(name)] is not null;

    public string? Find(string name) => texts[columns.Find(name)] is { Length: > 0 } text ? text : null;

    public RowError ErrorAt(string name, string type, string reason) =>
        new(line, columns.Find(name) is >= 0 and var column && places[column] > 0 ? places[column] : 1, name, type, reason);

    /// <summary>Of everything that is wrong with a field, the first is told: the rest follows from it.</summary>
    public void Refuse(string name, string type, string reason)
    {
        if (_errors.All(error => error.Field != name))
        {
            _errors.Add(ErrorAt(name, type, reason));
        }
    }

    public void RefuseRow(string type, string reason, int place = 1) => _errors.Add(new(line, place, WholeRow, type, reason));

    public string Code(string name)
    {
        var text = Find(name) ?? "";

        if (!Codes.IsCode(text))
        {
            Refuse(name, $"bad-{name}", $"{Shown.Of(text)} is not a code. {LedgerReasons.BadCode}");
        }

        return text;
    }

    public Quantity Quantity(string name)
    {
        var text = Find(name) ?? "";

        if (!Domain.Quantity.TryParse(text, out var quantity, out var problem))
        {
            Refuse(name, LedgerProblem.Kebab(problem.ToString()), problem switch
            {
                QuantityProblem.TooManyDecimals => LedgerReasons.TooManyDecimals,
                QuantityProblem.OutOfRange => LedgerReasons.QuantityOutOfRange,
                _ => $"{Shown.Of(text)} is not a number.",
            });
        }

        return quantity;
    }

    public decimal? FindPrice(string name)
    {
        if (Find(name) is not { } text)
        {
            return null;
        }

        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price)
            || !UnitPrices.IsUnitPrice(price))
        {
            Refuse(name, $"bad-{LedgerProblem.Kebab(name)}", $"{Shown.Of(text)} is no price. {LedgerReasons.BadUnitPrice}");
        }

        return price;
    }

    public DateOnly? FindDate(string name)
    {
        if (Find(name) is not { } text)
        {
            return null;
        }

        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            Refuse(name, "not-a-date", $"{Shown.Of(text)} is not a date of the form yyyy-MM-dd.");
        }

        return date;
    }

    public DateTimeOffset? FindInstant(string name)
    {
        if (Find(name) is not { } text)
        {
            return null;
        }

        // Without an offset nobody knows which moment is meant.
        if (!DateTimeOffset.TryParseExact(
            text, _instants, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
        {
            Refuse(name, "not-an-instant", $"{Shown.Of(text)} is not an instant of the form 2026-03-01T06:00:00Z or 2026-03-01T07:00:00+01:00.");
        }

        return instant;
    }

    public int? FindWhole(string name)
    {
        if (Find(name) is not { } text)
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            Refuse(name, "not-a-whole-number", $"{Shown.Of(text)} is not a whole number.");
        }

        return number;
    }

    public bool? FindFlag(string name)
    {
        if (Find(name) is not { } text)
        {
            return null;
        }

        if (!bool.TryParse(text, out var flag))
        {
            Refuse(name, "not-true-or-false", $"{Shown.Of(text)} is neither true nor false.");
        }

        return flag;
    }

    /// <summary>The sender's own id of the row; null where the file has none.</summary>
    public string? FindId(string name)
    {
        if (!Has(name))
        {
            return null;
        }

        var text = Find(name) ?? "";

        if (!Codes.IsText(text, IdLengthMax))
        {
            Refuse(name, "bad-id", text.Length == 0
                ? "A file with ids has one in every row."
                : $"{Shown.Of(text)} is not an id. {LedgerReasons.BadText(IdLengthMax)}");
        }

        return text;
    }
}
