namespace Composerp.Replenishment.Domain;

/// <summary>What planning one item at one location came to.</summary>
public abstract record PlanningOutcome
{
    private protected PlanningOutcome()
    {
    }
}

public sealed record Proposed(Derivation Derivation) : PlanningOutcome;

/// <summary>The position suffices.</summary>
public sealed record Enough : PlanningOutcome;

/// <summary>It could not be planned.</summary>
/// <param name="Type">Stable, in kebab-case.</param>
public sealed record Skipped(string Type, string Reason) : PlanningOutcome;
