namespace Composerp.Samples.Api;

/// <summary>A typed client of the three services.</summary>
/// <remarks>The clients given are used as they are; their time limit is lifted, since an import lasts as long as it lasts.</remarks>
public sealed class ComposerpApi : IDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient[] _clients;

    public ComposerpApi(HttpClient ledger, HttpClient forecasting, HttpClient replenishment)
    {
        _clients = [ledger, forecasting, replenishment];

        foreach (var client in _clients)
        {
            client.Timeout = Timeout.InfiniteTimeSpan;
        }

        Ledger = new LedgerApi(ledger);
        Forecasting = new ForecastingApi(forecasting);
        Replenishment = new ReplenishmentApi(replenishment);
    }

    public LedgerApi Ledger { get; }

    public ForecastingApi Forecasting { get; }

    public ReplenishmentApi Replenishment { get; }

    /// <summary>Addresses from the variables that the AppHost sets, else where the services listen under dotnet run.</summary>
    public static ComposerpApi FromEnvironment(Func<string, string?> variable) => new(
        Client(variable, "inventory-ledger", 5101),
        Client(variable, "forecasting", 5102),
        Client(variable, "replenishment", 5103));

    /// <summary>Waits until every service says that it can serve.</summary>
    public async Task WaitUntilReadyAsync(TimeSpan limit, CancellationToken token)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(token);
        timeout.CancelAfter(limit);

        foreach (var client in _clients)
        {
            while (!await IsReadyAsync(client, timeout.Token))
            {
                await Task.Delay(_pause, timeout.Token);
            }
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }

    private static HttpClient Client(Func<string, string?> variable, string service, int port) =>
        new() { BaseAddress = new Uri(variable($"services__{service}__http__0") ?? $"http://localhost:{port}") };

    private static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken token)
    {
        try
        {
            using var response = await client.GetAsync("/ready", token);

            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
