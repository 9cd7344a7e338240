namespace Composerp.Architecture.Tests.Fences;

/// <summary>A rule of the house that a look at the sources can hold.</summary>
/// <param name="Find">Where files break the rule, one line of text each; nothing if they keep it.</param>
internal sealed record Fence(string Rule, Func<IReadOnlyList<SourceFile>, IEnumerable<string>> Find)
{
    public static IReadOnlyList<Fence> All { get; } =
    [
        .. PureCode.Fences,
        .. Sizes.Fences,
        .. Names.Fences,
        .. OnePlace.Fences,
        .. Slices.Fences,
        .. Layout.Fences,
        .. ForeignText.Fences,
    ];

    public override string ToString() => Rule;
}
