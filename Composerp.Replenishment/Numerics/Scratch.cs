using System.Buffers;

namespace Composerp.Replenishment.Numerics;

/// <summary>Room for numbers that one calculation needs and then gives back.</summary>
public readonly ref struct Scratch
{
    private readonly double[] _rented;

    /// <param name="length">Values, >= 0; all of them are 0 at first.</param>
    public Scratch(int length)
    {
        _rented = ArrayPool<double>.Shared.Rent(length);
        Values = _rented.AsSpan(0, length);
        Values.Clear();
    }

    public Span<double> Values { get; }

    public void Dispose() => ArrayPool<double>.Shared.Return(_rented);
}
