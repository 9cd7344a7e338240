using System.Buffers.Text;
using System.Text;

namespace Composerp.Forecasting;

/// <summary>Where a list goes on: the key of its last item, as text that callers hand back without reading it.</summary>
internal static class Cursor
{
    // No code holds a control character.
    private const char Separator = '\u001f';

    public static string Of(params ReadOnlySpan<string?> keys) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Separator, keys)));

    /// <summary>The keys of a cursor; null where it is none of ours.</summary>
    public static IReadOnlyList<string>? FindKeys(string cursor, int count)
    {
        if (!Base64Url.IsValid(cursor))
        {
            return null;
        }

        var keys = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split(Separator);

        return keys.Length == count ? keys : null;
    }
}
