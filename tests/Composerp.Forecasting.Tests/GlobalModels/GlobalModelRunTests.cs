using System.Net;
using Composerp.Forecasting.Domain;
using Composerp.Forecasting.ForecastRuns;
using Composerp.Forecasting.Forecasts;
using Composerp.Forecasting.GlobalModels;
using Composerp.Forecasting.Numerics.Global;
using Composerp.Forecasting.Tests.Service;
using Composerp.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Composerp.Forecasting.Tests.GlobalModels;

public sealed class GlobalModelRunTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>, IAsyncLifetime
{
    private static readonly object _twoWeeks = new { horizonDays = 14 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(GlobalModel.WhyAbsent is not null, GlobalModel.WhyAbsent ?? "");
        await PaydayShop.OpenAsync(database);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_run_trains_one_model_that_all_its_parts_use_and_the_same_demand_gives_the_same_bytes()
    {
        const string Models = "select md5(trees), md5(earlier_trees), shares::text from global_model";
        var (alone, aloneExport) = await RunAsync(parallel: 1, seriesPerPart: 100);
        var aloneModel = Assert.Single(await database.ReadLinesAsync(Models));
        var (spread, spreadExport) = await RunAsync(parallel: 4, seriesPerPart: 4);

        Assert.Equal((1, 2), (alone.GlobalModel, spread.GlobalModel));
        Assert.Null(alone.GlobalModelAbsence);
        Assert.All(aloneExport, line => Assert.Contains("\"globalShare\":", line, StringComparison.Ordinal));
        Assert.Equal(aloneExport, spreadExport);

        // The older one is deleted with the end of the run, which comes after its completion.
        await Eventually.HoldsAsync(
            async _ => await database.ReadLinesAsync("select version from global_model") is ["2"], "the older model is deleted", Token);
        Assert.Equal(aloneModel, Assert.Single(await database.ReadLinesAsync(Models)));

        // The first days of March sell more, which no series knows by itself.
        await using var host = new ForecastingHost(database);
        var item = await ForecastAsync(host, alone, 4);
        Assert.InRange(item.GlobalShare, 0.25, 1);
        Assert.True(item.Days[1].Mean > 1.3 * item.Days[10].Mean);
        Assert.True(Local(4).Mean[1] < 1.3 * Local(4).Mean[10]);

        async Task<(ForecastRun Run, string[] Export)> RunAsync(int parallel, int seriesPerPart)
        {
            await using var one = new ForecastingHost(database, new()
            {
                ["ForecastRuns:ParallelPartsMax"] = $"{parallel}",
                ["ForecastRuns:SeriesPerPart"] = $"{seriesPerPart}",
                ["GlobalModels:Kept"] = "1",
            });
            var run = await one.RunAsync(_twoWeeks);
            Assert.Equal(("completed", PaydayShop.Series, 0), (run.Status, run.SeriesDone, run.SeriesFailed));

            return (run, await one.GetLinesAsync($"/v1/forecast-runs/{run.Id}/export"));
        }
    }

    [Fact]
    public async Task An_incremental_run_uses_the_newest_model_and_trains_none()
    {
        await using var host = new ForecastingHost(database, new() { ["ForecastRuns:Reconcile"] = "false" });
        var full = await host.RunAsync(_twoWeeks);
        await database.AddSaleAsync(PaydayShop.Location(4), PaydayShop.Sku(4), PaydayShop.LastDay.AddDays(1), 60);

        var run = await host.RunAsync(new { horizonDays = 14, scope = "incremental" });
        var (anew, kept) = (await ForecastAsync(host, run, 4), await ForecastAsync(host, run, 5));
        var explained = await ExplainAsync(host, 4);
        var farther = await host.RunAsync(new { horizonDays = 15, scope = "incremental" });

        Assert.Equal((1, 1, PaydayShop.Series - 1), (full.GlobalModel, run.GlobalModel, run.SeriesCarried));
        Assert.Equal(["1"], await database.ReadLinesAsync("select version from global_model"));
        Assert.InRange(anew.GlobalShare, 0.25, 1);
        Assert.Equal((await ForecastAsync(host, full, 5)).GlobalShare, kept.GlobalShare);
        Assert.All(anew.Days.Zip(explained.Days), pair => Assert.Equal(pair.Second.Mean, pair.First.Mean, 1e-4));

        // A model of fourteen days knows nothing of the fifteenth.
        Assert.Equal((null, "No run has trained a model yet that looks as far ahead and no later."), (farther.GlobalModel, farther.GlobalModelAbsence));
    }

    // What died after training is what a second claim takes up; by then the demand may be another.
    [Fact]
    public async Task A_run_that_is_taken_up_again_uses_its_model_and_whoever_lost_it_keeps_none()
    {
        await using var host = new ForecastingHost(database, replace: services => services.Remove(
            services.Single(service => service.ImplementationType == typeof(RunForecasts))));
        var runs = host.Services.GetRequiredService<ForecastRunStore>();
        var models = host.Services.GetRequiredService<LearnedModels>();
        await runs.EnqueueAsync(new(null, null, null, 14, 500), Token);
        var first = (await runs.FindNextAsync(Token))!;
        var second = (await runs.FindNextAsync(Token))!;

        var lost = await models.ChooseAsync(TaskOf(first), Token);
        var trained = await models.ChooseAsync(TaskOf(second), Token);
        await database.ExecuteAsync("truncate demand");
        var third = (await runs.FindNextAsync(Token))!;
        var resumed = await ModelsOf(host).ChooseAsync(TaskOf(third), Token);

        Assert.Null(lost);
        Assert.Equal(trained!.Choice, resumed!.Choice);
        Assert.Equal(trained.Model!.Model.Text, resumed.Model!.Model.Text);
        Assert.Equal(1L, await database.ReadAsync<long>("select count(*) from global_model"));
    }

    // As after an upgrade in the middle of a run: what it began with is of another version.
    [Fact]
    public async Task A_run_whose_model_cannot_be_read_any_more_goes_on_without_it_and_says_so()
    {
        const string Absence = "The model 1 with which the run began cannot be read. Must begin with";
        await using var host = new ForecastingHost(database, replace: services => services.Remove(
            services.Single(service => service.ImplementationType == typeof(RunForecasts))));
        var runs = host.Services.GetRequiredService<ForecastRunStore>();
        await runs.EnqueueAsync(new(null, null, null, 14, 500), Token);
        var run = (await runs.FindNextAsync(Token))!;
        await ModelsOf(host).ChooseAsync(TaskOf(run), Token);
        await database.ExecuteAsync("update global_model set trees = 'old ' || trees");

        var resumed = await ModelsOf(host).ChooseAsync(TaskOf(run), Token);
        var again = await ModelsOf(host).ChooseAsync(TaskOf(run), Token);

        Assert.Null(resumed!.Model);
        Assert.StartsWith(Absence, resumed.Choice.WhyNone, StringComparison.Ordinal);
        Assert.Equal(resumed.Choice, again!.Choice);
        Assert.StartsWith($" {Absence}", Assert.Single(await database.ReadLinesAsync("select global_model, global_model_absence from forecast_run")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_explanation_names_what_the_model_saw_and_adds_up_to_its_forecast()
    {
        await using var host = new ForecastingHost(database);
        var run = await host.RunAsync(_twoWeeks);

        var explained = await ExplainAsync(host, 4);
        var model = explained.GlobalModel!;
        var list = await host.GetAsync<Page<ListGlobalModels.Model>>("/v1/global-models");
        var found = await host.GetAsync<ListGlobalModels.Model>($"/v1/global-models/{run.GlobalModel}");

        Assert.Equal((run.GlobalModel!.Value, PaydayShop.LastDay.AddDays(2)), (model.Version, model.Date));
        Assert.Equal(model.Mean, model.Base + model.Effects.Sum(effect => effect.Units), 1e-6 * model.Mean);
        Assert.Equal(model.Mean, model.Effects.Aggregate(model.Base, (units, effect) => units * effect.Factor), 1e-6 * model.Mean);
        Assert.Equal(("day of the month", "day, from 1", 2), (model.Effects[0].Feature, model.Effects[0].Unit, model.Effects[0].Value));
        Assert.True(model.Effects[0].Units > 0);
        Assert.Equal("category 0", model.Effects.Single(effect => effect.Feature == "category").Word);
        Assert.Equal(PaydayShop.Location(4), model.Effects.Single(effect => effect.Feature == "location").Word);
        Assert.Equal(5, model.Effects.Single(effect => effect.Feature == "unit cost").Value!.Value, 1e-5);
        Assert.Equal(1, explained.Candidates.Sum(candidate => candidate.Weight), 1e-9);
        Assert.Equal(model.Share, explained.Candidates.Single(candidate => candidate.Model == "global-model").Weight);

        var listed = Assert.Single(list.Items);
        Assert.Equal((found.Version, run.Id, PaydayShop.LastDay, 14, PaydayShop.Series), (listed.Version, listed.RunId, listed.Origin, listed.HorizonDays, listed.SeriesTotal));
        Assert.Null(listed.Features);
        Assert.InRange(found.RowsSampled, 500, 100_000);
        Assert.Equal(PaydayShop.Series, found.Backtest.Series);
        Assert.True(found.Backtest.Loss < found.Backtest.LocalLoss);
        Assert.Equal(1, found.Features!.Sum(feature => feature.Importance), 1e-9);
        Assert.Equal("day of the month", found.Features![0].Name);
        Assert.Equal((HttpStatusCode.NotFound, "urn:composerp:forecasting:unknown-global-model"), await host.ProblemAsync("/v1/global-models/99"));
    }

    [Fact]
    public async Task Switched_off_every_series_is_forecast_by_itself_and_another_series_changes_none()
    {
        await database.ExecuteAsync("delete from series where sku > 'ITEM-05'");
        await using var host = new ForecastingHost(database, new() { ["GlobalModels:Enabled"] = "false", ["ForecastRuns:Reconcile"] = "false" });
        var run = await host.RunAsync(_twoWeeks);
        await database.AddDemandAsync("S009", "OTHER", PaydayShop.LastDay, PaydayShop.Units(77));
        var other = await host.RunAsync(_twoWeeks);

        var (before, after) = (await LinesAsync(run), await LinesAsync(other));
        var item = await ForecastAsync(host, run, 4);

        Assert.Equal((null, "Switched off."), (run.GlobalModel, run.GlobalModelAbsence));
        Assert.Equal(0L, await database.ReadAsync<long>("select count(*) from global_model"));
        Assert.Equal(before, after.Where(line => !line.Contains("OTHER", StringComparison.Ordinal)));
        Assert.Equal(0, item.GlobalShare);
        Assert.All(Local(4).Mean.Zip(item.Days), pair => Assert.Equal(pair.First, pair.Second.Mean, 1e-6 * pair.First));

        async Task<string[]> LinesAsync(ForecastRun of) => await host.GetLinesAsync($"/v1/forecast-runs/{of.Id}/export");
    }

    [Theory]
    [InlineData("delete from series where sku > 'ITEM-02'", "Too few series: 3, at least 20 are needed.")]
    [InlineData("delete from demand where day < '2026-02-20'; update series set first_day = '2026-02-20'", "Too little history: 198 days of all series together, at least 500 are needed.")]
    [InlineData("delete from demand where day < '2026-01-15'; update series set first_day = '2026-01-15'", "Too little history: 0 days to learn from before the backtests, or nothing sold on them; at least 500 are needed.")]
    public async Task With_too_little_to_learn_from_the_run_goes_on_and_says_so(string less, string reason)
    {
        await database.ExecuteAsync(less);
        await using var host = new ForecastingHost(database);

        var run = await host.RunAsync(_twoWeeks);

        Assert.Equal(("completed", null, reason), (run.Status, run.GlobalModel, run.GlobalModelAbsence));
        Assert.Equal(run.SeriesTotal, run.SeriesDone);
    }

    /// <summary>As another process has them: nothing is read yet.</summary>
    private static LearnedModels ModelsOf(ForecastingHost host) => new(
        host.Services.GetRequiredService<NpgsqlDataSource>(),
        host.Services.GetRequiredService<GlobalModelStore>(),
        host.Services.GetRequiredService<IOptions<GlobalModelOptions>>(),
        host.Services.GetRequiredService<ILogger<LearnedModels>>());

    private static LearningTask TaskOf(ClaimedRun run) => new(
        run.Id, run.Claim, PaydayShop.LastDay, run.HistoryDays, run.HorizonDays, MayLearn: true, Threads: 2);

    private static Forecast Local(int number) =>
        Forecast.Of([.. PaydayShop.Units(number).Select(units => (double)units)], 14, QuantileLevels.All);

    private static async Task<ListForecasts.Forecast> ForecastAsync(ForecastingHost host, ForecastRun run, int number) => Assert.Single(
        (await host.GetAsync<Page<ListForecasts.Forecast>>(
            $"/v1/forecasts?runId={run.Id}&location={PaydayShop.Location(number)}&sku={PaydayShop.Sku(number)}")).Items);

    private static Task<ExplainForecast.Explanation> ExplainAsync(ForecastingHost host, int number) => host.GetAsync<ExplainForecast.Explanation>(
        $"/v1/forecasts/explanation?location={PaydayShop.Location(number)}&sku={PaydayShop.Sku(number)}&horizonDays=14&daysAhead=2");
}
