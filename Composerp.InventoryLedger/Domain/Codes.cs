namespace Composerp.InventoryLedger.Domain;

/// <summary>The code of an item.</summary>
public readonly record struct Sku(string Value)
{
    public override string ToString() => Value;
}

/// <summary>The code of a store or warehouse.</summary>
public readonly record struct LocationCode(string Value)
{
    public override string ToString() => Value;
}

/// <summary>What the codes and texts of the ledger may consist of.</summary>
public static class Codes
{
    public const int CodeLengthMax = 64;

    public const int MovementIdLengthMax = 200;

    public const int TextLengthMax = 500;

    public const int UnitLengthMax = 32;

    /// <summary>1 to 64 characters without control characters, slashes and surrounding spaces.</summary>
    /// <remarks>Codes stand in paths and in cursors, where a slash separates. In paths it arrives as %2F, which servers leave alone.</remarks>
    public static bool IsCode(string? text) =>
        IsText(text, CodeLengthMax)
        && !text.Contains('/', StringComparison.Ordinal)
        && !text.Contains("%2F", StringComparison.OrdinalIgnoreCase)
        && text is not ("." or "..");

    /// <summary>1 to 200 characters without control characters and surrounding spaces.</summary>
    public static bool IsMovementId(string? text) => IsText(text, MovementIdLengthMax);

    /// <summary>Not empty, no spaces around, and only what the database and every consumer can store.</summary>
    public static bool IsText([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? text, int lengthMax)
    {
        if (string.IsNullOrEmpty(text) || text.Length > lengthMax || text[0] == ' ' || text[^1] == ' ')
        {
            return false;
        }

        for (var n = 0; n < text.Length; n++)
        {
            if (char.IsControl(text[n]))
            {
                return false;
            }

            if (char.IsSurrogate(text[n]) && !(char.IsHighSurrogate(text[n]) && ++n < text.Length && char.IsLowSurrogate(text[n])))
            {
                return false;
            }
        }

        return true;
    }
}
