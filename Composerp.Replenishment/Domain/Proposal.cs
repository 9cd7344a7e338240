namespace Composerp.Replenishment.Domain;

/// <summary>What became of a proposal.</summary>
public static class ProposalStatus
{
    /// <summary>Open: waits for a decision. At most one per item and location.</summary>
    public const string Proposed = "proposed";

    public const string Approved = "approved";
    public const string Rejected = "rejected";

    /// <summary>A later run proposed something else, or nothing.</summary>
    public const string Replaced = "replaced";

    public static IReadOnlyList<string> All { get; } = [Proposed, Approved, Rejected, Replaced];
}
