using Composerp.Forecasting.Domain;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Composerp.Forecasting.ForecastRuns.Levels;

/// <summary>The last step of a run: forecasts categories, locations, regions and everything, and makes all levels add up.</summary>
/// <remarks>
/// A run that forecasts every series decides by its backtests how levels add up; an incremental one takes over what the
/// run before it decided, with its factors. Where that changes series, those forecast anew take their factors over, part
/// by part, and then the levels become their sums: so a run that died goes on where it was. Memory grows with the
/// categories at locations and the days ahead; of the series, those of one location at a time are seen.
/// </remarks>
internal sealed class ReconcileLevels(NpgsqlDataSource database, IOptions<ForecastRunOptions> options)
{
    /// <exception cref="RunTakenOverException">Another process took the run up.</exception>
    public async Task RunAsync(ClaimedRun run, DateOnly origin, ParallelOptions parallel, CancellationToken token)
    {
        var store = new LevelStore(database, run, origin);
        var choice = await store.FindChoiceAsync(token) ?? await DecideAsync(store, run, origin, parallel, token);

        if (!choice.ChangesSeries())
        {
            return;
        }

        var factors = await store.ReadFactorsAsync(run.Id, token);
        await Parallel.ForEachAsync(
            await store.ReadUnreconciledPartsAsync(token),
            parallel,
            async (part, cancelled) => await store.ReconcileAsync(part, factors, cancelled));
        await store.SetMeansAsync(SumUp(await ReadSumsAsync(store, token), run.HorizonDays), token);
    }

    private async Task<LevelChoice> DecideAsync(
        LevelStore store, ClaimedRun run, DateOnly origin, ParallelOptions parallel, CancellationToken token)
    {
        var nodes = await ForecastAsync(store, run, parallel, token);
        var (choice, factors) = run is { IsWhole: false, BasedOn: { } earlier } && options.Value.Reconcile
            ? (await store.FindChoiceAsync(earlier, token) ?? LevelChoice.BottomUp(run.Id), await EarlierFactorsAsync(store, earlier, nodes, run, origin, token))
            : Decide(run, nodes, await store.ReadPlannedDaysAsync(token));
        await store.DecideAsync(nodes, choice, choice.ChangesSeries() ? factors : null, token);

        return choice;
    }

    private (LevelChoice Choice, IReadOnlyDictionary<LevelKey, double[]> Factors) Decide(
        ClaimedRun run, List<LevelNode> nodes, IReadOnlyList<PlannedCategoryDays> planned)
    {
        var categories = nodes.Where(node => node.Key.Depth == LevelKey.OfCategory).ToList();

        if (!options.Value.Reconcile || LevelBacktest.FindFor(run.HorizonDays) is not { } backtest || nodes is [] || nodes[0].Tested is null)
        {
            return (LevelChoice.BottomUp(run.Id), new Dictionary<LevelKey, double[]>());
        }

        var parents = ParentsOf(nodes);
        var reconciliation = new LevelReconciliation([.. nodes.Zip(parents, (node, parent) => node.ToLevel(parent))]);
        var choice = LevelChoice.Best(run.Id, backtest.Window, reconciliation.Compare(backtest.Window));
        var factors = reconciliation.FactorsOf(
            choice.ToMethod(), (place, ahead) => planned.Any(days => days.Concerns(nodes[place].Key, ahead)));

        return (choice, categories.Zip(factors).ToDictionary(pair => pair.First.Key, pair => pair.Second));
    }

    /// <summary>The factors of an earlier run for the days that this one forecasts.</summary>
    private static async Task<IReadOnlyDictionary<LevelKey, double[]>> EarlierFactorsAsync(
        LevelStore store, Guid earlier, List<LevelNode> nodes, ClaimedRun run, DateOnly origin, CancellationToken token)
    {
        var before = await store.ReadFactorsAsync(earlier, token);

        return nodes
            .Where(node => before.ContainsKey((node.Key.Location, node.Key.Category)))
            .ToDictionary(node => node.Key, node => before[(node.Key.Location, node.Key.Category)].MovedTo(origin, run.HorizonDays));
    }

    /// <summary>All levels in their order: a level stands after what it is part of.</summary>
    private static async Task<List<LevelNode>> ForecastAsync(LevelStore store, ClaimedRun run, ParallelOptions parallel, CancellationToken token)
    {
        var backtest = run.IsWhole ? LevelBacktest.FindFor(run.HorizonDays) : null;
        var locations = await store.ReadLocationsAsync(token);
        var sold = locations.Select(location => location.Region).Distinct().ToDictionary(region => region, _ => new long[run.HistoryDays]);
        var below = new List<LevelNode>[locations.Count];

        await Parallel.ForEachAsync(locations.Index(), parallel, async (location, cancelled) =>
            below[location.Index] = await ForecastAsync(store, location.Item, sold[location.Item.Region], run, backtest, cancelled));

        var total = new SeriesSums(run.HorizonDays);
        var totalSold = new long[run.HistoryDays];
        var nodes = new List<LevelNode>();

        foreach (var region in locations.Index().Where(location => below[location.Index].Count > 0).GroupBy(location => location.Item.Region))
        {
            var sums = new SeriesSums(run.HorizonDays);

            foreach (var location in region)
            {
                sums.Add(below[location.Index][0].Sums);
            }

            total.Add(sums);
            Add(sold[region.Key], totalSold);
            nodes.Add(LevelNode.Of(new(LevelKey.OfRegion, region.Key, "", ""), sums, sold[region.Key], run, backtest, null));
            nodes.AddRange(region.SelectMany(location => below[location.Index]));
        }

        return nodes is [] ? nodes : [LevelNode.Of(LevelKey.Total, total, totalSold, run, backtest, null), .. nodes];
    }

    /// <summary>A location and its categories; nothing where no series of it has a forecast.</summary>
    /// <param name="soldInRegion">Takes what was sold here too.</param>
    private static async Task<List<LevelNode>> ForecastAsync(
        LevelStore store, LevelLocation location, long[] soldInRegion, ClaimedRun run, LevelBacktest? backtest, CancellationToken token)
    {
        var means = await store.ReadMeansAsync(location, token);

        if (means.Count == 0)
        {
            return [];
        }

        var days = await store.ReadDaysAsync(location, token);
        var tested = await store.ReadBacktestAsync(location, token);
        var sums = new SeriesSums(run.HorizonDays);
        var soldHere = new long[run.HistoryDays];
        var categories = new List<LevelNode>();

        foreach (var (category, ofSeries) in means)
        {
            var sold = days.GetValueOrDefault(category) ?? new long[run.HistoryDays];
            sums.Add(ofSeries);
            Add(sold, soldHere);
            categories.Add(LevelNode.Of(
                new(LevelKey.OfCategory, location.Region, location.Code, category),
                ofSeries,
                sold,
                run,
                backtest,
                backtest is null ? null : tested.GetValueOrDefault(category) ?? new double[backtest.Count]));
        }

        for (var day = 0; day < soldHere.Length; day++)
        {
            Interlocked.Add(ref soldInRegion[day], soldHere[day]);
        }

        return [LevelNode.Of(new(LevelKey.OfLocation, location.Region, location.Code, ""), sums, soldHere, run, backtest, null), .. categories];
    }

    private static async Task<List<(LevelKey Key, SeriesSums Sums)>> ReadSumsAsync(LevelStore store, CancellationToken token)
    {
        var categories = new List<(LevelKey, SeriesSums)>();

        foreach (var location in await store.ReadLocationsAsync(token))
        {
            categories.AddRange(
                from category in await store.ReadMeansAsync(location, token)
                select (new LevelKey(LevelKey.OfCategory, location.Region, location.Code, category.Key), category.Value));
        }

        return categories;
    }

    private static Dictionary<LevelKey, SeriesSums> SumUp(IReadOnlyList<(LevelKey Key, SeriesSums Sums)> categories, int horizonDays)
    {
        var levels = new Dictionary<LevelKey, SeriesSums>();

        foreach (var (key, sums) in categories)
        {
            foreach (var level in (LevelKey[])[LevelKey.Total, new(LevelKey.OfRegion, key.Region, "", ""), key with { Depth = LevelKey.OfLocation, Category = "" }, key])
            {
                if (!levels.TryGetValue(level, out var sum))
                {
                    levels[level] = sum = new(horizonDays);
                }

                sum.Add(sums);
            }
        }

        return levels;
    }

    /// <summary>Places of what levels are part of, which is the newest level before them that is one higher.</summary>
    private static int[] ParentsOf(List<LevelNode> nodes)
    {
        var newest = new int[LevelKey.OfCategory + 1];
        var parents = new int[nodes.Count];

        for (var place = 0; place < parents.Length; place++)
        {
            var depth = nodes[place].Key.Depth;
            parents[place] = depth == 0 ? -1 : newest[depth - 1];
            newest[depth] = place;
        }

        return parents;
    }

    private static void Add(long[] values, long[] sums)
    {
        for (var day = 0; day < sums.Length; day++)
        {
            sums[day] += values[day];
        }
    }
}
