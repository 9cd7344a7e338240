using System.Globalization;
using Composerp.Samples.Api;
using Composerp.Samples.Imports;
using Composerp.Samples.Runs;
using Composerp.Samples.Screen;
using Composerp.Samples.Waiting;

namespace Composerp.Samples.Retailer;

/// <summary>Fills Composerp with a small retailer, and ends with a forecast and proposals. Running it again adds what is new.</summary>
internal sealed class DemoRun(ComposerpApi api, Display display, RetailerSize size)
{
    private const string Source = "demo";
    private const int HorizonDays = 28;

    private static readonly TimeSpan _catchUpLimit = TimeSpan.FromMinutes(10);

    /// <param name="yesterday">The last day of sales.</param>
    /// <returns>The proposals that the demo ends with.</returns>
    public async Task<IReadOnlyList<Proposal>> RunAsync(DateOnly yesterday, CancellationToken token)
    {
        var assortment = new Assortment(size);
        var calendar = await CalendarAsync(assortment, yesterday, token);
        var demand = new ShelfDemand(calendar);
        var live = LiveOperations.Play(assortment, demand, calendar);
        var papers = new RetailerPapers(assortment, demand, calendar);
        var rows = SalesHistory.Rows(assortment, demand, live, calendar).ToArray();

        display.Heading($"A small retailer: {Assortment.Warehouses.Count} warehouses, {assortment.Stores.Count} stores, {assortment.Products.Count} items");
        display.Line($"Sales from {calendar.Start:O} to {calendar.End:O}; stock is kept since {calendar.GoLive:O}.");
        display.Line();

        await display.StepAsync("Items, locations, suppliers", _ => PutMasterDataAsync(papers, token));
        await display.StepAsync("Counts, receipts, transfers", step => PostMovementsAsync(papers, live, step, token));
        await display.StepAsync("Sales", step => ImportAsync(rows, step, token));
        await display.StepAsync("Demand reaches forecasting", async step =>
        {
            await DemandArrival.AwaitAsync(api.Forecasting, rows, step, token);

            return $"complete to {calendar.End:O}";
        });
        await display.StepAsync("Forecast", async step => ForecastRuns.InWords(
            await ForecastRuns.AwaitAsync(api.Forecasting, calendar.End, HorizonDays, Source, step, token)));

        var proposals = new List<Proposal>();

        await display.StepAsync("Plan", async _ =>
        {
            var plan = await PlanningRuns.AwaitAsync(
                api.Replenishment, calendar.End.AddDays(1), Source, [.. assortment.Stores.Select(store => store.Code)], token);
            proposals.AddRange(await api.Replenishment.ProposalsAsync(null, token).ToListAsync(token));

            return Text($"{plan.Proposals:N0} proposals for {plan.ItemLocations:N0} shelves");
        });

        new DemoSummary(display).Show(assortment, proposals);

        return proposals;
    }

    // Whoever runs the demo again on a later day gets the days in between, not another history.
    private async Task<RetailerCalendar> CalendarAsync(Assortment assortment, DateOnly yesterday, CancellationToken token)
    {
        var first = await api.Ledger.FindLocationAsync(assortment.Stores[0].Code, token);

        return first?.GoLive is { } goLive
            ? RetailerCalendar.From(goLive, yesterday, size.Days)
            : RetailerCalendar.EndingOn(yesterday, size.Days);
    }

    private async Task<string> PutMasterDataAsync(RetailerPapers papers, CancellationToken token)
    {
        await api.Ledger.PutItemsAsync(papers.Items, token);
        await api.Ledger.PutLocationsAsync(papers.Locations, token);

        foreach (var supplier in papers.Suppliers)
        {
            await api.Replenishment.PutSupplierAsync(supplier, token);
        }

        // Replenishment hears of items and locations as events, and refuses to plan what it has not heard of.
        await Until.AcceptedAsync(() => api.Replenishment.PutSupplierItemsAsync(papers.SupplierItems, token), _catchUpLimit, token);
        await Until.AcceptedAsync(() => api.Replenishment.PutPoliciesAsync(papers.Policies, token), _catchUpLimit, token);

        return Text($"{papers.Items.Count():N0} items, {papers.Locations.Count()} locations, {papers.Suppliers.Count()} suppliers, {papers.Policies.Count():N0} policies");
    }

    private async Task<string> PostMovementsAsync(RetailerPapers papers, LiveOperations live, Step step, CancellationToken token)
    {
        var movements = papers.Movements(live).ToArray();
        var done = 0;

        foreach (var some in movements.Chunk(20))
        {
            await api.Ledger.PostAllAsync(some, token);
            step.Report(done += some.Length, movements.Length, "movements");
        }

        return Text($"{movements.Length:N0} movements, {movements.Sum(movement => movement.Lines.Count):N0} lines");
    }

    private async Task<string> ImportAsync(SalesRow[] rows, Step step, CancellationToken token)
    {
        var import = await WatchedImport.RunAsync(api.Ledger, Source, rows, rows.Length, step, token);

        if (import.Errors is [var first, ..])
        {
            display.Line($"{import.Refused} rows were refused; line {first.Line}: {first.Reason}");
        }

        return Text($"{import.Rows:N0} rows: {import.Posted:N0} posted, {import.AlreadyPosted:N0} known, {import.Zeros:N0} zeros; {import.Rows / step.Elapsed.TotalSeconds:N0} rows/s");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
