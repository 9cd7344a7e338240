using System.Globalization;
using Composerp.Samples.Api;
using Composerp.Samples.Checks;
using Composerp.Samples.Imports;
using Composerp.Samples.Runs;
using Composerp.Samples.Screen;
using Composerp.Samples.Waiting;

namespace Composerp.Samples.M5;

/// <summary>The main job on real input: sales in, every row accounted for, forecasts, an order, its receipt.</summary>
/// <remarks>Running it again changes nothing: rows, counts and the receipt have identities, and an order placed before is found.</remarks>
public sealed class M5Run
{
    private const string Source = "m5";
    private const int HorizonDays = 28;

    private readonly ComposerpApi _api;
    private readonly Display _display;
    private readonly CheckList _checks;
    private readonly M5SalesFile _file;
    private readonly IReadOnlyList<M5Series> _series;
    private readonly M5Papers _papers;
    private readonly DateOnly _lastDay;

    /// <param name="seriesMax">Only the first so many lines of the file.</param>
    /// <param name="daysMax">Only its last so many days.</param>
    /// <exception cref="InvalidDataException">One of the files has another form.</exception>
    public M5Run(ComposerpApi api, Display display, string sales, string calendar, int seriesMax = int.MaxValue, int daysMax = int.MaxValue)
    {
        using var calendarText = File.OpenText(calendar);

        _api = api;
        _display = display;
        _checks = new CheckList(display);
        _file = new M5SalesFile(sales, M5Calendar.Read(calendarText), seriesMax, daysMax);
        _series = [.. _file.Read()];

        if (_series.Count == 0)
        {
            throw new InvalidDataException($"{sales} holds no series.");
        }

        _lastDay = _series[0].Days[^1];
        _papers = new M5Papers(_series, _lastDay.AddDays(1));
    }

    /// <summary>How long events may take from one service to the next.</summary>
    public TimeSpan CatchUpLimit { get; init; } = TimeSpan.FromMinutes(10);

    public async Task<CheckList> RunAsync(CancellationToken token)
    {
        var days = _series[0].Days;
        _display.Heading($"M5: {_series.Count} series over {days.Count} days, {days[0]:O} to {_lastDay:O}");

        await _display.StepAsync("Items, locations, suppliers", _ => PutMasterDataAsync(token));
        await _display.StepAsync("Sales", step => ImportAsync(step, token));
        await _display.StepAsync("Sums in the ledger", step => CompareLedgerAsync(step, token));
        await _display.StepAsync("Demand in forecasting", step => CompareDemandAsync(step, token));
        await _display.StepAsync("Forecast", step => ForecastAsync(step, token));
        await _display.StepAsync("Opening stock", _ => OpenAsync(token));
        await _display.StepAsync("Plan", _ => PlanAsync(token));
        await _display.StepAsync("Order and receipt", _ => OrderAsync(token));

        return _checks;
    }

    private async Task<string> PutMasterDataAsync(CancellationToken token)
    {
        await _api.Ledger.PutItemsAsync(_papers.Items, token);
        await _api.Ledger.PutLocationsAsync(_papers.Locations, token);

        foreach (var supplier in _papers.Suppliers)
        {
            await _api.Replenishment.PutSupplierAsync(supplier, token);
        }

        // Replenishment hears of items and locations as events, and refuses what it has not heard of.
        await Until.AcceptedAsync(() => _api.Replenishment.PutSupplierItemsAsync(_papers.SupplierItems, token), CatchUpLimit, token);
        await Until.AcceptedAsync(() => _api.Replenishment.PutPoliciesAsync(_papers.Policies, token), CatchUpLimit, token);

        return $"{_papers.Items.Count()} items, {_papers.Locations.Count()} locations, {_papers.Suppliers.Count()} suppliers";
    }

    private async Task<string> ImportAsync(Step step, CancellationToken token)
    {
        var rows = _series.Sum(one => (long)one.Units.Count);
        var import = await WatchedImport.RunAsync(_api.Ledger, Source, _file.Read().SelectMany(one => one.Rows), rows, step, token);

        _checks.Equal("Rows of the file read by the ledger", rows, import.Rows);
        _checks.Equal("Rows posted, known, or zero", rows, import.Posted + import.AlreadyPosted + import.Zeros);
        _checks.Equal("Rows refused", 0, import.Refused);

        return Text($"{import.Posted:N0} posted, {import.AlreadyPosted:N0} known, {import.Zeros:N0} zeros; {import.Rows / step.Elapsed.TotalSeconds:N0} rows/s");
    }

    private async Task<string> CompareLedgerAsync(Step step, CancellationToken token)
    {
        var (units, differing) = (0m, 0);

        foreach (var (done, one) in _series.Index())
        {
            var sold = await _api.Ledger.SummaryAsync("SALE", one.Store, one.Item, token);
            units += sold.Quantity;
            differing += sold.Quantity == one.Units.Sum() ? 0 : 1;
            step.Report(done, _series.Count, "series");
        }

        _checks.Equal("Units sold: file and ledger", _series.Sum(one => (long)one.Units.Sum()), units);
        _checks.Equal("Series whose sum differs", 0, differing);

        return Text($"{units:N0} units");
    }

    private async Task<string> CompareDemandAsync(Step step, CancellationToken token)
    {
        var comparison = new DemandComparison(_api.Forecasting, _series);
        var differing = -1L;

        await Until.TrueAsync(
            async () =>
            {
                differing = await comparison.DifferingDaysAsync(token);
                step.Report(comparison.Days - differing, comparison.Days, "days");

                return differing == 0;
            },
            CatchUpLimit, token);

        _checks.Equal("Series-days whose demand differs", 0, differing);

        return Text($"{comparison.Days:N0} series-days compared");
    }

    private async Task<string> ForecastAsync(Step step, CancellationToken token)
    {
        var run = await ForecastRuns.AwaitAsync(_api.Forecasting, _lastDay, HorizonDays, M5Papers.Actor, step, token);
        var forecast = new HashSet<(string, string)>();

        foreach (var store in _series.Select(one => one.Store).Distinct())
        {
            await foreach (var series in _api.Forecasting.ForecastsAsync(run.Id, store, token))
            {
                if (series.Days.Count == HorizonDays && series.Days[0].Date == _lastDay.AddDays(1))
                {
                    forecast.Add((series.Location, series.Sku));
                }
            }
        }

        _checks.Equal($"Series with a forecast of {HorizonDays} days", _series.Count, _series.Count(one => forecast.Contains((one.Store, one.Item))));

        return ForecastRuns.InWords(run);
    }

    private async Task<string> OpenAsync(CancellationToken token)
    {
        await _api.Ledger.PostAllAsync(_papers.OpeningCounts, token);
        var (ledger, planned) = (0m, -1m);

        await Until.TrueAsync(
            async () =>
            {
                (ledger, planned) = (0, 0);

                foreach (var store in _series.Select(one => one.Store).Distinct())
                {
                    ledger += await _api.Ledger.PositionsAsync(store, null, token).Select(position => position.OnHand).SumAsync(token);
                    planned += await _api.Replenishment.PositionsAsync(store, token).Select(position => position.OnHand).SumAsync(token);
                }

                return ledger == planned;
            },
            CatchUpLimit, token);

        _checks.Equal("Units on hand: ledger and replenishment", ledger, planned);

        return Text($"{ledger:N0} units on hand");
    }

    private async Task<string> PlanAsync(CancellationToken token)
    {
        var positions = await PositionsAsync(token);
        string[] stores = [.. _series.Select(one => one.Store).Distinct()];
        var plan = await PlanningRuns.AwaitAsync(_api.Replenishment, _lastDay.AddDays(1), M5Papers.Actor, stores, token);
        var proposed = new HashSet<(string, string)>();

        foreach (var store in stores)
        {
            proposed.UnionWith(await _api.Replenishment.ProposalsAsync(store, token).Select(proposal => (proposal.Location, proposal.Sku)).ToListAsync(token));
        }

        // An order of an earlier run may have filled a shelf that was empty.
        var empty = Shelves(Shelf.Empty).Where(shelf => positions.GetValueOrDefault(shelf) == 0).ToArray();

        _checks.Equal("Empty shelves with a proposal", empty.Length, empty.Count(proposed.Contains));
        _checks.Equal("Full shelves with a proposal", 0, Shelves(Shelf.Full).Count(proposed.Contains));

        return Text($"{plan.Proposals:N0} proposals for {plan.ItemLocations:N0} shelves");
    }

    private async Task<string> OrderAsync(CancellationToken token)
    {
        var cycle = new M5OrderCycle(_api, CatchUpLimit);
        var order = await cycle.FindOrApproveAsync(_series, token);

        await cycle.CheckOnOrderAsync(order, _checks, token);
        await _api.Ledger.PostAsync(_papers.ReceiptOf(order), token);
        await cycle.CheckReceivedAsync(order, _checks, token);

        return Text($"{order.Number} from {order.Supplier}: {order.Lines.Sum(line => line.Quantity):N0} units of {order.Lines[0].Sku} for {order.Location}");
    }

    private async Task<Dictionary<(string Store, string Item), decimal>> PositionsAsync(CancellationToken token)
    {
        var positions = new Dictionary<(string, string), decimal>();

        foreach (var store in _series.Select(one => one.Store).Distinct())
        {
            await foreach (var position in _api.Ledger.PositionsAsync(store, null, token))
            {
                positions[(position.Location, position.Sku)] = position.OnHand + position.InTransit + position.OnOrder;
            }
        }

        return positions;
    }

    private IEnumerable<(string Store, string Item)> Shelves(Shelf shelf) =>
        _series.Index().Where(one => M5Papers.ShelfOf(one.Index) == shelf).Select(one => (one.Item.Store, one.Item.Item));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
