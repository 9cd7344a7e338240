namespace Composerp.Architecture.Tests.Fences;

/// <summary>Files fit in a few screens. A ratchet: raise a limit only in the commit that explains why.</summary>
internal static class Sizes
{
    public const int LinesMax = 300;

    public const int TestLinesMax = 500;

    public static IReadOnlyList<Fence> Fences { get; } = [new("Files fit in a few screens", TooLong)];

    private static IEnumerable<string> TooLong(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsCode || file.IsSql
        let max = file.IsTest ? TestLinesMax : LinesMax
        where file.Lines.Length > max
        select $"{file.Path}: {file.Lines.Length} lines, at most {max}";
}
