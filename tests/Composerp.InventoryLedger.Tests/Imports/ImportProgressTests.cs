using System.Text;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Composerp.InventoryLedger.Tests.Imports;

public sealed class ImportProgressTests(TestDatabases databases)
{
    [Fact]
    public async Task A_running_import_is_seen_and_its_id_taken()
    {
        await using var ledger = await StartAsync(databases);
        using var body = new HeldBody();
        var import = ledger.Http.PostAsync("/v1/imports/sales?source=shop&id=watched", body, TestContext.Current.CancellationToken);

        await body.WriteAsync(ImportSalesTests.Sales(days: 2_000));
        await Eventually.HoldsAsync(
            async _ => await ledger.GetAsync("/v1/imports/watched") is { Status: 200 } seen && seen.Number("rows") > 3_000 && seen.Number("posted") > 0,
            "the rows are seen while the import runs",
            TestContext.Current.CancellationToken);
        Assert.Equal("running", (await ledger.GetAsync("/v1/imports/watched")).String("status"));
        Assert.Equal((409, "import-running"), (await ledger.ImportAsync("x", "source=shop&id=watched")) is var second ? (second.Status, second.Problem) : default);

        body.End();
        using var response = await import;
        var answer = await Answer.OfAsync(response);
        Assert.Equal(("completed", 4_000), (answer.String("status"), answer.Number("posted")));
        Assert.Equal("completed", (await ledger.GetAsync("/v1/imports")).Json.GetProperty("items")[0].GetProperty("status").GetString());
        Assert.Equal(404, (await ledger.GetAsync("/v1/imports/nothing")).Status);
    }

    [Fact]
    public async Task An_import_whose_caller_vanished_has_failed_and_is_completed_by_sending_again()
    {
        await using var ledger = await StartAsync(databases);
        using var body = new HeldBody();
        using var patience = new CancellationTokenSource();
        var import = ledger.Http.PostAsync("/v1/imports/sales?source=shop&id=lost", body, patience.Token);
        await body.WriteAsync(ImportSalesTests.Sales(days: 1_500));
        await Eventually.HoldsAsync(
            async _ => await ledger.GetAsync("/v1/imports/lost") is { Status: 200 } seen && seen.Number("posted") > 0,
            "some rows are posted",
            TestContext.Current.CancellationToken);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => import);
        await Eventually.HoldsAsync(
            async _ => (await ledger.GetAsync("/v1/imports/lost")).String("status") == "failed", "it is seen as failed", TestContext.Current.CancellationToken);

        var again = await ledger.ImportAsync(ImportSalesTests.Sales(days: 1_500), "source=shop&id=lost");
        Assert.Equal(3_000, again.Number("posted") + again.Number("alreadyPosted"));
        Assert.Equal(ImportSalesTests.SalesSum(1_500) * -10_000, await ledger.QueryAsync<decimal>("select sum(balance) from position"));
    }

    [Fact]
    public async Task A_service_that_stops_posts_what_it_read_and_says_how_far_it_came()
    {
        await using var ledger = await StartAsync(databases);
        using var body = new HeldBody();
        var import = ledger.Http.PostAsync("/v1/imports/sales?source=shop&id=stopped", body, TestContext.Current.CancellationToken);
        await body.WriteAsync(ImportSalesTests.Sales(days: 1_500));
        await Eventually.HoldsAsync(
            async _ => await ledger.GetAsync("/v1/imports/stopped") is { Status: 200 } seen && seen.Number("posted") > 0,
            "some rows are posted",
            TestContext.Current.CancellationToken);

        ledger.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await Eventually.HoldsAsync(
            async _ => await ledger.QueryAsync<string>("select status from import where id = 'stopped'") == "failed",
            "the import has ended, though its body has not",
            TestContext.Current.CancellationToken);

        // This client looks for an answer only once it has said everything.
        body.End();
        using var response = await import;
        var answer = await Answer.OfAsync(response);

        var rows = answer.Number("rows");
        Assert.Equal((503, "interrupted", rows + 1), (answer.Status, answer.Problem, answer.Number("line")));
        Assert.Equal(rows, answer.Number("posted"));
        Assert.Equal(rows, await ledger.QueryAsync<long>("select count(*) from movement_id"));
    }

    [Fact]
    public async Task An_import_whose_process_died_is_seen_as_failed_and_its_id_is_free()
    {
        await using var ledger = await StartAsync(databases);
        await ledger.QueryAsync<string>(
            """
            insert into import (id, kind, source, is_dry_run, status, rows, posted, already_posted, zeros, refused, quantity, started_at, alive_at)
            values ('dead', 'sales', 'shop', false, 'running', 9, 9, 0, 0, 0, 9, now() - interval '1 hour', now() - interval '1 hour') returning id
            """);

        var seen = await ledger.GetAsync("/v1/imports/dead");
        Assert.Equal(("failed", "interrupted"), (seen.String("status"), seen.Json.GetProperty("problem").GetProperty("type").GetString()));
        Assert.Equal(200, (await ledger.ImportAsync(ImportSalesTests.Sales(days: 1), "source=shop&id=dead")).Status);
    }

    [Fact]
    public async Task Errors_are_paged_in_the_order_of_the_file()
    {
        await using var ledger = await StartAsync(databases);
        var csv = new StringBuilder("date,sku,location,quantity\n");
        Enumerable.Range(0, 1_500).ToList().ForEach(_ => csv.Append("2026-01-05,gold,A,-1\n"));
        var answer = await ledger.ImportAsync(csv.ToString(), "source=shop&id=bad");
        Assert.Equal((1_500, 1_000), (answer.Number("refused"), answer.RowErrors.Count));

        var lines = new List<int>();
        var path = "/v1/imports/bad/errors?limit=400";

        for (var next = ""; next is not null; path = $"/v1/imports/bad/errors?limit=400&after={next}")
        {
            var page = await ledger.GetAsync(path);
            lines.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(error => error.GetProperty("line").GetInt32()));
            next = page.Json.TryGetProperty("next", out var cursor) ? cursor.GetString() : null;
        }

        Assert.Equal(Enumerable.Range(2, 1_500), lines);
        Assert.Equal("malformed-parameter", (await ledger.GetAsync("/v1/imports/bad/errors?after=x")).Problem);
        Assert.Equal(404, (await ledger.GetAsync("/v1/imports/nothing/errors")).Status);
    }

    [Fact]
    public async Task A_database_killed_in_the_middle_loses_nothing_that_sending_again_does_not_complete()
    {
        await using var server = new TestDatabases();
        await using var ledger = await StartAsync(server);
        var postgres = await server.ServerAsync(TestContext.Current.CancellationToken);
        using var body = new HeldBody();
        var import = ledger.Http.PostAsync("/v1/imports/sales?source=shop&id=killed", body, TestContext.Current.CancellationToken);
        await body.WriteAsync(ImportSalesTests.Sales(days: 3_000));
        await Eventually.HoldsAsync(
            async _ => await ledger.GetAsync("/v1/imports/killed") is { Status: 200 } seen && seen.Number("posted") > 0,
            "some rows are posted",
            TestContext.Current.CancellationToken);

        await postgres.KillAsync();
        body.End();
        using var failed = await import;
        Assert.False(failed.IsSuccessStatusCode);
        await postgres.StartAgainAsync(TestContext.Current.CancellationToken);

        Answer again = new(0, "", null);
        await Eventually.HoldsAsync(
            async _ => (again = await ledger.ImportAsync(ImportSalesTests.Sales(days: 3_000), "source=shop&id=again")).Status == 200,
            "the file is taken once the database is back",
            TestContext.Current.CancellationToken);

        Assert.Equal((6_000, 0), (again.Number("posted") + again.Number("alreadyPosted"), again.Number("refused")));
        Assert.True(again.Number("alreadyPosted") > 0);
        Assert.Equal(ImportSalesTests.SalesSum(3_000) * -10_000, await ledger.QueryAsync<decimal>("select sum(balance) from position"));
        await LedgerTruth.AssertHoldsAsync(ledger.Database);
    }

    private static async Task<RunningLedger> StartAsync(TestDatabases databases)
    {
        var ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);
        await ledger.AddItemsAsync("bolt", "nut");
        await ledger.AddLocationAsync("A", allowsNegative: true);
        await ledger.AddLocationAsync("B", allowsNegative: true);

        return ledger;
    }
}
