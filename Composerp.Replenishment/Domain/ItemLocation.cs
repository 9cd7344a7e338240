namespace Composerp.Replenishment.Domain;

/// <summary>One item at one location: what is planned.</summary>
public readonly record struct ItemLocation(string Location, string Sku);
