namespace Composerp.Replenishment.Domain.Ordering;

/// <summary>Parameters that were calculated before.</summary>
/// <param name="Key">Of the inputs that they were calculated from: from the same ones they need not be calculated again.</param>
public sealed record KnownParameters(Guid Key, CalculatedParameters Parameters);
