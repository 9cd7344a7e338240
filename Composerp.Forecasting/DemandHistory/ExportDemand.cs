namespace Composerp.Forecasting.DemandHistory;

/// <summary>GET /v1/demand/export: the same as the list, as one stream.</summary>
internal static class ExportDemand
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/demand/export", Handle)
        .WithName(nameof(ExportDemand))
        .WithSummary("Demand per item, location and business day, one JSON object per line.")
        .WithTags("Demand")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static JsonLines<DemandDay> Handle(
        DemandRows demand,
        string? location,
        string? sku,
        DateOnly? from,
        DateOnly? to,
        CancellationToken token) =>
        new(demand.ReadAsync(new(location, sku, from, to), after: null, limit: null, token), ForecastingJson.Default.DemandDay);
}
