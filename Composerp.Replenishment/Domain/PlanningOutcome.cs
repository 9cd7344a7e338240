namespace Composerp.Replenishment.Domain;

/// <summary>What planning one item at one location came to.</summary>
public abstract record PlanningOutcome
{
    private protected PlanningOutcome()
    {
    }
}

/// <param name="Key">Of the inputs that its parameters were calculated from; null where nothing was calculated.</param>
public sealed record Proposed(Derivation Derivation, Guid? Key = null) : PlanningOutcome;

/// <summary>The position suffices.</summary>
public sealed record Enough(Derivation Derivation, Guid? Key = null) : PlanningOutcome;

/// <summary>It could not be planned.</summary>
/// <param name="Type">Stable, in kebab-case.</param>
public sealed record Skipped(string Type, string Reason) : PlanningOutcome;
