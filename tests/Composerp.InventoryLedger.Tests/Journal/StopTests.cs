using System.Net;
using System.Net.Http.Headers;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Journal;

public sealed class StopTests(TestDatabases databases)
{
    [Fact]
    public async Task A_movement_that_was_under_way_when_the_service_was_told_to_stop_is_posted()
    {
        var token = TestContext.Current.CancellationToken;
        await using var ledger = await RunningLedger.StartAsync(databases, token);
        await ledger.AddItemsAsync("bolt");
        await ledger.AddLocationAsync("A");
        using var client = HeldBody.PatientClient();
        using var body = new HeldBody { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        var answer = await body.SendAsync(client, HttpMethod.Post, new Uri(ledger.Http.BaseAddress!, "/v1/movements"), token);

        var stop = ledger.StopAsync();
        await Eventually.HoldsAsync(async _ => !await IsReachedAsync(ledger), "nothing new is taken", token);
        await body.WriteAsync("""{"id":"last","kind":"RECEIPT","location":"A","lines":[{"sku":"bolt","quantity":1}]}""");
        body.End();
        using var response = await answer;

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        await stop;
        Assert.Equal(1L, await ledger.QueryAsync<long>("select count(*) from movement_id where id = 'last'"));
    }

    private static async Task<bool> IsReachedAsync(RunningLedger ledger)
    {
        using var client = new HttpClient { BaseAddress = ledger.Http.BaseAddress };

        try
        {
            using var answer = await client.GetAsync("/ready");

            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
