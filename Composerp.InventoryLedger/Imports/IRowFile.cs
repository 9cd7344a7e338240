namespace Composerp.InventoryLedger.Imports;

/// <summary>A file read row by row, without holding more of it than a row.</summary>
internal interface IRowFile : IDisposable
{
    /// <summary>Why reading ended; null at the sound end of a sound file.</summary>
    FileFault? Fault { get; }

    /// <summary>That of the current row, from 1.</summary>
    long Line { get; }

    /// <returns>False at the end, or where the file cannot be read any further.</returns>
    ValueTask<bool> ReadAsync(CancellationToken token);

    /// <summary>The current row. Where it cannot be told into columns, it has errors and nothing else.</summary>
    ImportRow Row();
}
