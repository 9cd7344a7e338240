using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Composerp.Contracts;

namespace Composerp.Forecasting.DemandHistory;

/// <summary>What a movement is called at its location, short enough to be kept of every sale.</summary>
/// <param name="Hash">The first 64 bits of the SHA-256 of location and name: nobody meets two that are alike by chance.</param>
internal readonly record struct SaleDocument(int Shard, long Hash)
{
    // No code holds a control character.
    private const char Separator = '\u001f';

    /// <param name="name">A movement's id, or its reference.</param>
    public static SaleDocument Of(int shard, string location, string name) => new(
        shard, BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{location}{Separator}{name}"))));
}

/// <summary>Knows on which business day a customer got what is brought back, or taken back by a reversal.</summary>
/// <remarks>
/// A return says what it belongs to by its reference: the id of the sale's movement, or the same reference that the sale has
/// (the number of the receipt). One that says nothing counts for its own day.
/// </remarks>
/// <param name="known">Of the documents that the batch names, those that came before it.</param>
internal sealed class SaleDays(IReadOnlyDictionary<SaleDocument, DateOnly> known)
{
    /// <summary>What was sold longer ago is not brought back, or so late that no forecast still looks at the day.</summary>
    public const int DaysKept = 120;

    /// <summary>Days of the batch's own sales, and of what came back.</summary>
    public Dictionary<SaleDocument, DateOnly> Added { get; } = [];

    /// <summary>Before it nothing is kept.</summary>
    public DateOnly KeptFrom { get; private set; }

    /// <summary>The documents that a movement names, of which the day is asked.</summary>
    public static IEnumerable<SaleDocument> NamedBy(int shard, MovementPostedV1 movement) =>
        NameOf(movement) is { } name && movement.Lines.FirstOrDefault(line => line.Account == Accounts.Customer) is { } line
            ? [SaleDocument.Of(shard, line.Location, name)]
            : [];

    /// <param name="ownDay">The business day of the movement itself.</param>
    public DateOnly DayOf(int shard, string location, MovementPostedV1 movement, DateOnly ownDay)
    {
        if (NameOf(movement) is not { } name)
        {
            return ownDay;
        }

        var document = SaleDocument.Of(shard, location, name);

        return Added.TryGetValue(document, out var day) || known.TryGetValue(document, out day) ? day : ownDay;
    }

    public void Remember(int shard, string location, MovementPostedV1 movement, DateOnly day)
    {
        var oldest = DateOnly.FromDateTime(movement.RecordedAt.UtcDateTime).AddDays(-DaysKept);
        KeptFrom = oldest > KeptFrom ? oldest : KeptFrom;

        if (day < oldest || movement.Kind is not (MovementKinds.Sale or MovementKinds.CustomerReturn))
        {
            return;
        }

        Added[SaleDocument.Of(shard, location, movement.MovementId)] = day;

        if (movement.Reference is { } reference && movement.Kind == MovementKinds.Sale)
        {
            Added[SaleDocument.Of(shard, location, reference)] = day;
        }
    }

    private static string? NameOf(MovementPostedV1 movement) => movement.Kind switch
    {
        MovementKinds.CustomerReturn => movement.Reference,
        MovementKinds.Reversal => movement.Reverses,
        _ => null,
    };
}
