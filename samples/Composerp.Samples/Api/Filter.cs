namespace Composerp.Samples.Api;

/// <summary>The query of a list; terms without a value are left out of the address.</summary>
internal static class Filter
{
    public static Dictionary<string, string?> Of(params ReadOnlySpan<(string Name, string? Value)> terms)
    {
        var filter = new Dictionary<string, string?>();

        foreach (var (name, value) in terms)
        {
            filter[name] = value;
        }

        return filter;
    }
}
