using System.Text.Json.Serialization;

namespace Composerp.InventoryLedger.Imports;

/// <summary>Why a file cannot be read beyond a place. The rows before it are sound.</summary>
/// <param name="Type">Kebab-case, stable.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">In characters, from 1.</param>
internal sealed record FileFault(string Type, long Line, long Column, string Reason)
{
    public const string InterruptedType = "interrupted";

    public static FileFault Empty { get; } = new("empty-file", 1, 1, "The file is empty.");

    /// <summary>The file is not to blame, and may be sent again as it is.</summary>
    [JsonIgnore]
    public bool IsInterruption => Type == InterruptedType;

    /// <param name="line">The last that was read; 0 where nobody knows.</param>
    public static FileFault Interrupted(long line) => new(
        InterruptedType, line, line == 0 ? 0 : 1, "The caller, the service or its database stopped. Send the file again: what was posted counts once.");
}

/// <summary>What is wrong with one row. Its neighbours are posted all the same.</summary>
/// <param name="Line">From 1; a CSV file's header is line 1.</param>
/// <param name="Column">Of the field's first character in its line, from 1; 1 where the row has no such field.</param>
/// <param name="Field">The column's name; "row" where the row as a whole is meant.</param>
/// <param name="Type">Kebab-case, stable.</param>
internal sealed record RowError(long Line, long Column, string Field, string Type, string Reason);
