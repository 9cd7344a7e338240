namespace Composerp.Samples.Api;

public sealed record Supplier(string Code, string Name);

public sealed record SupplierItem(
    string Supplier, string Sku, int LeadTimeDays, decimal UnitCost, decimal? MinimumQuantity = null, decimal? OrderMultiple = null);

/// <summary>When and how much to order of an item at a location.</summary>
public sealed record Policy(
    string Location,
    string Sku,
    string Kind,
    string Supplier,
    decimal? Minimum = null,
    decimal? Maximum = null,
    double? ServiceLevel = null,
    int? ReviewDays = null)
{
    public static Policy MinMax(string location, string sku, string supplier, decimal minimum, decimal maximum) =>
        new(location, sku, "min-max", supplier, Minimum: minimum, Maximum: maximum);

    public static Policy OrderUpTo(string location, string sku, string supplier, double serviceLevel, int reviewDays) =>
        new(location, sku, "order-up-to", supplier, ServiceLevel: serviceLevel, ReviewDays: reviewDays);
}

public sealed record PlanningRun(Guid Id, int ItemLocations, int Proposals, int SkippedCount = 0);

/// <param name="Type">Stable, such as no-forecast.</param>
public sealed record SkippedItemLocation(string Location, string Sku, string Type, string Reason);

/// <param name="Reason">In words, for the person who approves.</param>
public sealed record Proposal(
    string Id, string Location, string Sku, string Supplier, decimal Quantity, string Status, string Reason, decimal? UnitCost = null);

public sealed record PurchaseOrder(
    string Number, string Supplier, string Location, string Status, string ApprovedBy, IReadOnlyList<PurchaseOrderLine> Lines);

public sealed record PurchaseOrderLine(string Sku, decimal Quantity, decimal Received, DateOnly ExpectedOn, decimal? UnitCost = null);

/// <summary>What replenishment knows of a position, from the ledger's events.</summary>
public sealed record PlannedPosition(string Location, string Sku, decimal OnHand, decimal InTransit, decimal OnOrder, decimal Position);

/// <summary>Replenishment: what to order, from whom, and why.</summary>
public sealed class ReplenishmentApi(HttpClient http)
{
    private const int RowsPerRequest = 1_000;

    private readonly JsonHttp _http = new(http);

    public Task PutSupplierAsync(Supplier supplier, CancellationToken token) =>
        _http.SendAsync(HttpMethod.Put, $"/v1/suppliers/{supplier.Code}", new { supplier.Name }, token);

    public async Task PutSupplierItemsAsync(IEnumerable<SupplierItem> items, CancellationToken token)
    {
        foreach (var chunk in items.Chunk(RowsPerRequest))
        {
            await _http.SendAsync(HttpMethod.Post, "/v1/supplier-items", chunk, token);
        }
    }

    public async Task PutPoliciesAsync(IEnumerable<Policy> policies, CancellationToken token)
    {
        foreach (var chunk in policies.Chunk(RowsPerRequest))
        {
            await _http.SendAsync(HttpMethod.Post, "/v1/policies", chunk, token);
        }
    }

    public Task<PlanningRun> PlanAsync(DateOnly date, string actor, CancellationToken token) =>
        _http.PostAsync<PlanningRun>("/v1/planning-runs", new { date, actor }, token);

    /// <summary>What a planning run could not plan, and why.</summary>
    public IAsyncEnumerable<SkippedItemLocation> SkippedAsync(PlanningRun run, CancellationToken token) =>
        _http.PagesAsync<SkippedItemLocation>($"/v1/planning-runs/{run.Id}/skipped", Filter.Of(("limit", "1000")), token);

    public IAsyncEnumerable<Proposal> ProposalsAsync(string? location, CancellationToken token) =>
        _http.PagesAsync<Proposal>(
            "/v1/proposals", Filter.Of(("status", "proposed"), ("location", location), ("limit", "1000")), token);

    public Task<PurchaseOrder> ApproveAsync(Proposal proposal, string actor, CancellationToken token) =>
        _http.PostAsync<PurchaseOrder>($"/v1/proposals/{proposal.Id}/approve", new { actor }, token);

    public IAsyncEnumerable<PurchaseOrder> PurchaseOrdersAsync(CancellationToken token) =>
        _http.PagesAsync<PurchaseOrder>("/v1/purchase-orders", Filter.Of(("limit", "1000")), token);

    public Task<PurchaseOrder> GetPurchaseOrderAsync(string number, CancellationToken token) =>
        _http.GetAsync<PurchaseOrder>($"/v1/purchase-orders/{number}", token);

    /// <summary>Null while no event of that position has arrived.</summary>
    public async Task<PlannedPosition?> FindPositionAsync(string location, string sku, CancellationToken token)
    {
        var positions = _http.PagesAsync<PlannedPosition>("/v1/positions", Filter.Of(("location", location), ("sku", sku)), token);

        return await positions.FirstOrDefaultAsync(token);
    }

    public IAsyncEnumerable<PlannedPosition> PositionsAsync(string location, CancellationToken token) =>
        _http.PagesAsync<PlannedPosition>("/v1/positions", Filter.Of(("location", location), ("limit", "1000")), token);
}
