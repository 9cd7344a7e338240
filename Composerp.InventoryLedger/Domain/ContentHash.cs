using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Composerp.InventoryLedger.Domain;

/// <summary>What a movement said, in 128 bits: a repeat of its id must have the same.</summary>
/// <remarks>
/// The first half of a SHA-256. Who sent it is left out: the same sales sent by another user are the same sales.
/// </remarks>
public readonly record struct ContentHash(UInt128 Value)
{
    public const int ByteCount = 16;

    // No field may hold control characters, so these separate without ambiguity.
    private const char FieldEnd = '\u001F';
    private const char LineEnd = '\u001E';

    public static ContentHash OfMovement(Movement movement)
    {
        var text = new StringBuilder()
            .Append("movement").Append(FieldEnd)
            .Append(movement.Kind).Append(FieldEnd)
            .Append(Ticks(movement.OccurredAt)).Append(FieldEnd)
            .Append(movement.Location.Value).Append(FieldEnd)
            .Append(movement.ToLocation?.Value).Append(FieldEnd)
            .Append(movement.Reference).Append(FieldEnd)
            .Append(movement.Reason).Append(FieldEnd)
            .Append(movement.Reservation).Append(FieldEnd)
            .Append(Ticks(movement.ExpiresAt)).Append(FieldEnd)
            .Append(movement.PastId).Append(LineEnd);

        // The order of lines says nothing.
        foreach (var line in movement.Lines.Select(Canonical).Order(StringComparer.Ordinal))
        {
            text.Append(line).Append(LineEnd);
        }

        return Of(text.ToString());
    }

    /// <summary>Of a day's sales of an item at a location, as a file tells them; zero is a day without a sale.</summary>
    /// <remarks>The day and not the instant: correcting a location's time zone must not make known rows new ones.</remarks>
    public static ContentHash OfDailySales(DateOnly date, Sku sku, LocationCode location, Quantity quantity, decimal? unitPrice) =>
        Of(string.Create(
            CultureInfo.InvariantCulture,
            $"daily-sales{FieldEnd}{date:yyyy-MM-dd}{FieldEnd}{sku.Value}{FieldEnd}{location.Value}{FieldEnd}{quantity.TenThousandths}{FieldEnd}{unitPrice:G29}"));

    public static ContentHash OfCode(string code) => Of(code);

    public static ContentHash OfBytes(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    public byte[] ToBytes()
    {
        var bytes = new byte[ByteCount];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);

        return bytes;
    }

    private static string? Ticks(DateTimeOffset? instant) => instant?.UtcTicks.ToString(CultureInfo.InvariantCulture);

    private static string Canonical(MovementLine line) => string.Create(
        CultureInfo.InvariantCulture,
        $"{line.Sku.Value}{FieldEnd}{line.Lot}{FieldEnd}{line.Quantity.TenThousandths}{FieldEnd}{line.Unit}{FieldEnd}{line.UnitPrice:G29}"
        + $"{FieldEnd}{line.Status}{FieldEnd}{line.ExpiresOn:yyyy-MM-dd}{FieldEnd}{line.LandedCost}");

    private static ContentHash Of(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);

        return OfBytes(hash[..ByteCount]);
    }
}
