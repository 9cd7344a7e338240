using System.Buffers.Binary;

namespace Composerp.Replenishment.Planning;

/// <summary>Arrays in the binary form of the database's protocol, as its array_send gives them.</summary>
/// <remarks>
/// The driver reads arrays number by number, which took more of a plan than deciding it: a forecast has a thousand numbers. The form: the
/// number of dimensions, whether there are nulls, the type of the elements; of each dimension its length and first index; then every
/// element with its length, all of them big-endian.
/// </remarks>
internal static class SentArray
{
    private const int Word = sizeof(int);
    private const int Header = 3 * Word;
    private const int OneDimension = Header + (2 * Word);

    /// <summary>An array of real without nulls, of one dimension.</summary>
    /// <exception cref="FormatException">It is another one.</exception>
    public static float[] Singles(ReadOnlySpan<byte> sent)
    {
        var dimensions = BinaryPrimitives.ReadInt32BigEndian(sent);

        if (dimensions == 0)
        {
            return [];
        }

        var hasNulls = BinaryPrimitives.ReadInt32BigEndian(sent[Word..]) != 0;
        var values = new float[BinaryPrimitives.ReadInt32BigEndian(sent[Header..])];
        var elements = sent[OneDimension..];

        if (dimensions != 1 || hasNulls || elements.Length != values.Length * 2 * Word)
        {
            throw new FormatException("A forecast holds arrays of one dimension without nulls.");
        }

        for (var place = 0; place < values.Length; place++)
        {
            values[place] = BinaryPrimitives.ReadSingleBigEndian(elements[Word..]);
            elements = elements[(2 * Word)..];
        }

        return values;
    }
}
