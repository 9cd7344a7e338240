namespace Composerp.Samples.Api;

public sealed record Item(string Sku, string Name, string? Category = null, string? Unit = null, decimal? UnitCost = null);

public sealed record Location(string Code, string Name, string Kind, string TimeZone, DateOnly? GoLive = null, bool AllowsNegative = false);

public sealed record Movement(
    string Id,
    string Kind,
    DateTimeOffset OccurredAt,
    string Location,
    IReadOnlyList<MovementLine> Lines,
    string? ToLocation = null,
    string? Reference = null,
    string? Actor = null);

public sealed record MovementLine(string Sku, decimal Quantity, decimal? UnitPrice = null);

public sealed record Position(
    string Location, string Sku, decimal OnHand, decimal InTransit, decimal OnOrder, decimal Available, long Version);

/// <param name="Quantity">Of the goods' side, positive for sales.</param>
public sealed record MovementSummary(string Kind, long Movements, decimal Quantity);

/// <summary>What became of an import. While it runs the counts grow.</summary>
public sealed record SalesImport(
    string Id,
    string Status,
    long Rows,
    long Posted,
    long AlreadyPosted,
    long Zeros,
    long Refused,
    decimal Quantity,
    IReadOnlyList<ImportError>? Errors = null)
{
    /// <summary>No row is lost: it was posted now or before, was an observation of zero, or was refused with a reason.</summary>
    public bool EveryRowIsAccountedFor => Rows == Posted + AlreadyPosted + Zeros + Refused;
}

public sealed record ImportError(long Line, int? Column = null, string? Field = null, string? Type = null, string? Reason = null);

/// <summary>The inventory ledger: what moved, and what is where.</summary>
public sealed class LedgerApi(HttpClient http)
{
    private const int MovementsPerRequest = 100;
    private const int RowsPerRequest = 5_000;

    private readonly JsonHttp _http = new(http);

    public async Task PutItemsAsync(IEnumerable<Item> items, CancellationToken token)
    {
        foreach (var chunk in items.Chunk(RowsPerRequest))
        {
            await _http.SendAsync(HttpMethod.Post, "/v1/items", chunk, token);
        }
    }

    public Task PutLocationsAsync(IEnumerable<Location> locations, CancellationToken token) =>
        _http.SendAsync(HttpMethod.Post, "/v1/locations", locations.ToArray(), token);

    public Task<Location?> FindLocationAsync(string code, CancellationToken token) =>
        _http.FindAsync<Location>($"/v1/locations/{Uri.EscapeDataString(code)}", token);

    /// <summary>Posts movements in order; one that was posted before is answered as the first time.</summary>
    /// <exception cref="InvalidOperationException">One was refused; the message names the first.</exception>
    public async Task PostAllAsync(IEnumerable<Movement> movements, CancellationToken token)
    {
        foreach (var chunk in movements.Chunk(MovementsPerRequest))
        {
            var answer = await _http.PostAsync<PostedMovements>("/v1/movements", chunk, token);

            if (answer.Results.FirstOrDefault(result => result.Status != "posted") is { } refused)
            {
                throw new InvalidOperationException($"Movement {refused.Id} was {refused.Status}: {refused.Problem}");
            }
        }
    }

    /// <summary>Posts one movement.</summary>
    /// <exception cref="ApiProblemException">It was refused.</exception>
    public Task PostAsync(Movement movement, CancellationToken token) =>
        _http.SendAsync(HttpMethod.Post, "/v1/movements", movement, token);

    /// <summary>Sends sales as CSV; the rows are written while they are sent, so their number does not matter.</summary>
    /// <param name="source">Whose rows these are: together with a row's content its identity, so a row sent again counts once.</param>
    /// <param name="id">Under which <see cref="FindImportAsync"/> shows the progress.</param>
    /// <exception cref="ApiProblemException">The file as a whole is broken.</exception>
    public async Task<SalesImport> ImportSalesAsync(
        string source, string id, Func<TextWriter, CancellationToken, Task> write, CancellationToken token)
    {
        using var content = new StreamedCsv(write);
        var path = JsonHttp.WithQuery("/v1/imports/sales", Filter.Of(("source", source), ("id", id), ("actor", source)));

        return await _http.PostAsync<SalesImport>(path, content, token);
    }

    public Task<SalesImport?> FindImportAsync(string id, CancellationToken token) =>
        _http.FindAsync<SalesImport>($"/v1/imports/{Uri.EscapeDataString(id)}", token);

    /// <summary>Movements of one kind; no movement is a summary of zero.</summary>
    public async Task<MovementSummary> SummaryAsync(string kind, string? location, string? sku, CancellationToken token)
    {
        var path = JsonHttp.WithQuery("/v1/movements/summary", Filter.Of(("kind", kind), ("location", location), ("sku", sku)));
        var answer = await _http.GetAsync<Summaries>(path, token);

        return answer.Items.SingleOrDefault() ?? new MovementSummary(kind, 0, 0);
    }

    public IAsyncEnumerable<Position> PositionsAsync(string? location, string? sku, CancellationToken token) =>
        _http.PagesAsync<Position>("/v1/positions", Filter.Of(("location", location), ("sku", sku), ("limit", "1000")), token);

    private sealed record PostedMovements(IReadOnlyList<PostedMovement> Results);

    private sealed record PostedMovement(string Id, string Status, object? Problem = null);

    private sealed record Summaries(IReadOnlyList<MovementSummary> Items);
}
