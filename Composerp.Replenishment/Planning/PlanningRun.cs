namespace Composerp.Replenishment.Planning;

/// <summary>One look at everything that has a policy, and what came of it.</summary>
/// <param name="Date">The day that was planned for; absent: every location's own business day.</param>
/// <param name="ItemLocations">Items at locations with a policy that were looked at.</param>
/// <param name="Proposals">New or changed proposals.</param>
/// <param name="Unchanged">Proposals that were open before, and still say the same.</param>
/// <param name="Withdrawn">Proposals that were open before, and have no successor.</param>
/// <param name="Scope">"full", or "net-change": only those whose inputs changed since the run before were looked at.</param>
/// <param name="Skipped">The first 100 that could not be planned.</param>
internal sealed record PlanningRun(
    Guid Id,
    DateOnly? Date,
    string RequestedBy,
    DateTimeOffset StartedAt,
    DateTimeOffset CompletedAt,
    int ItemLocations,
    int Proposals,
    int Unchanged,
    int Withdrawn,
    int SkippedCount,
    string Scope,
    IReadOnlyList<SkippedItemLocation>? Skipped = null);

/// <param name="Type">Stable, in kebab-case.</param>
internal sealed record SkippedItemLocation(string Location, string Sku, string Type, string Reason);

internal static class PlanningScopes
{
    public const string Full = "full";
    public const string NetChange = "net-change";

    public static IReadOnlyList<string> All { get; } = [Full, NetChange];
}
