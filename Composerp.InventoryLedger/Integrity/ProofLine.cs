namespace Composerp.InventoryLedger.Integrity;

/// <summary>A line of a proof.</summary>
/// <param name="Type">"progress", "violation", "shard" or, in the last line, "ledger".</param>
/// <param name="Verdict">Of a shard and of the ledger: "proven" or "violated".</param>
/// <param name="From">Of a shard: its entries after this sequence were followed. The fold of those before was proven earlier.</param>
/// <param name="Sequence">How far a shard was followed; of a violation, where in the log it is.</param>
/// <param name="Claim">What does not hold.</param>
/// <param name="Expected">Counts and versions; quantities in ten-thousandths of the item's unit, values in millionths.</param>
/// <param name="Found">The same of what is there.</param>
/// <param name="Violations">How many were found; of one claim at most ten are listed, and of a shard those that come first.</param>
internal sealed record ProofLine(
    string Type,
    int? Shard = null,
    string? Verdict = null,
    long? From = null,
    long? Sequence = null,
    string? Claim = null,
    PositionName? Position = null,
    int? Line = null,
    decimal? Expected = null,
    decimal? Found = null,
    int? Violations = null)
{
    public const string Proven = "proven";

    public const string Violated = "violated";

    public static ProofLine Progress(int shard, long sequence) => new("progress", shard, Sequence: sequence);

    public static ProofLine OfShard(int shard, long from, long to, int violations) =>
        new("shard", shard, VerdictOf(violations), from, to, Violations: violations);

    public static ProofLine OfLedger(int violations) => new("ledger", Verdict: VerdictOf(violations), Violations: violations);

    private static string VerdictOf(int violations) => violations == 0 ? Proven : Violated;
}

/// <param name="Location">Absent where the claim is about an item as a whole.</param>
/// <param name="Account">Absent where the claim is about all accounts of the location.</param>
internal sealed record PositionName(string? Location, string Sku, string? Lot, string? Account);
