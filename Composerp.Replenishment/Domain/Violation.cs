namespace Composerp.Replenishment.Domain;

/// <summary>What is wrong with a field that somebody sent.</summary>
/// <param name="Field">As it is named in JSON.</param>
/// <param name="Type">Stable, in kebab-case.</param>
/// <param name="Reason">A sentence for people.</param>
public sealed record Violation(string Field, string Type, string Reason);
