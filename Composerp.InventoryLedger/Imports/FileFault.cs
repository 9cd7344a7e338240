namespace Composerp.InventoryLedger.Imports;

/// <summary>Why a file cannot be read beyond a place. The rows before it are sound.</summary>
/// <param name="Type">Kebab-case, stable.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">In characters, from 1.</param>
internal sealed record FileFault(string Type, long Line, long Column, string Reason);

/// <summary>What is wrong with one row. Its neighbours are posted all the same.</summary>
/// <param name="Line">From 1; the header is line 1.</param>
/// <param name="Column">Of the field's first character in its line, from 1.</param>
/// <param name="Field">The field's name in the header; "row" where the row as a whole is meant.</param>
/// <param name="Type">Kebab-case, stable.</param>
internal sealed record RowError(long Line, long Column, string Field, string Type, string Reason);
