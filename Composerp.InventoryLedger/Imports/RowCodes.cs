using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Imports;

/// <summary>The codes that a file has named: two rows cannot both say what an item is.</summary>
internal sealed class RowCodes
{
    // Hashes, because a million codes would be a hundred megabytes.
    private readonly HashSet<ContentHash> _named = [];

    public string Read(ImportRow row, string column)
    {
        var code = row.Code(column);

        if (row.IsSound && !_named.Add(ContentHash.OfCode(code)))
        {
            row.Refuse(column, $"repeated-{column}", $"{code} has a row of its own before.");
        }

        return code;
    }
}
