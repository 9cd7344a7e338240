namespace Composerp.Forecasting.Supersessions;

/// <summary>An item that takes over the demand history of another one, at every location.</summary>
/// <param name="Sku">The new item.</param>
/// <param name="Replaces">The old item, of which nothing is forecast from then on.</param>
/// <param name="From">The first day that is the new item's own.</param>
/// <param name="Factor">So many units of the new item stand for one of the old: 0.5 where half of the demand goes over, 12 where a case becomes bottles.</param>
internal sealed record Supersession(
    string Sku, string Replaces, DateOnly From, double Factor, string Reason, string? Actor, DateTimeOffset ChangedAt);
