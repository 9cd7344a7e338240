using System.Text.Json;
using Composerp.Contracts;
using Composerp.Replenishment.Tests.World;
using Composerp.Tests.Support;

namespace Composerp.Replenishment.Tests.Forecasts;

public sealed class ForecastRunsTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    private static readonly DateOnly _sunday = new(2026, 3, 1);

    [Fact]
    public async Task A_newer_run_replaces_the_series_of_the_older()
    {
        world.Forecasting.Complete(_sunday, TheForecasting.Series("F1", "a", 1, 1), TheForecasting.Series("F1", "b", 2, 1));
        await world.CaughtUpAsync();
        world.Forecasting.Complete(_sunday.AddDays(7), TheForecasting.Series("F1", "b", 3, 1), TheForecasting.Series("F1", "c", 4, 1));
        await world.CaughtUpAsync();

        Assert.Equal([("b", 3f), ("c", 4f)], await MeansAsync("F1"));
        Assert.Equal(_sunday.AddDays(7), await world.ReadAsync<DateOnly>($"select origin from forecast_run where shard = {Shards.OfLocation("F1")}"));
    }

    [Fact]
    public async Task Runs_that_arrive_together_are_fetched_once_the_newest_only()
    {
        var shard = Shards.OfLocation("F2");
        var gone = Guid.CreateVersion7();
        world.Forecasting.Tell(gone, shard, _sunday, 1);
        world.Forecasting.Complete(_sunday, TheForecasting.Series("F2", "a", 5, 1));
        await world.CaughtUpAsync();

        Assert.Equal([("a", 5f)], await MeansAsync("F2"));
        Assert.Empty(await DeadLettersAsync(shard));
    }

    [Fact]
    public async Task Forecasting_may_be_away_for_a_while()
    {
        world.Forecasting.IsUp = false;
        var asked = world.Forecasting.ExportsAsked;
        world.Forecasting.Complete(_sunday, TheForecasting.Series("F3", "a", 6, 1));
        await Eventually.HoldsAsync(() => world.Forecasting.ExportsAsked > asked + 1, "asked again", ReplenishmentWorld.Token);

        world.Forecasting.IsUp = true;
        await world.CaughtUpAsync();

        Assert.Equal([("a", 6f)], await MeansAsync("F3"));
    }

    [Fact]
    public async Task The_newest_run_missing_is_a_dead_letter()
    {
        var shard = Shards.OfLocation("F4");
        world.Forecasting.Tell(Guid.CreateVersion7(), shard, _sunday, 1);
        await world.CaughtUpAsync();

        Assert.Contains("although none is newer", Assert.Single(await DeadLettersAsync(shard)), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> BadExports => new()
    {
        { "G1", """{"sku":"a"}""" },
        { "G2", """{"sku":"a","location":"G2","model":"m","mean":[1],"sigma":[1],"quantiles":[[1],[1]]}""" },
        { "G3", string.Join('\n', Enumerable.Repeat("""{"sku":"a","location":"G3","model":"m","mean":[1],"sigma":[1],"quantiles":[[1],[1]]}""", 2)) },
        { "G4", string.Join('\n', Line("G4", "a"), Line("elsewhere", "b")) },
        { "G5", Line("G5", "a")[..40] },
    };

    // Told: two series. The shard keeps what it had.
    [Theory, MemberData(nameof(BadExports))]
    public async Task A_broken_export_is_a_dead_letter_and_changes_nothing(string location, string export)
    {
        var shard = Shards.OfLocation(location);
        world.Forecasting.Complete(_sunday, TheForecasting.Series(location, "before", 7, 1));
        await world.CaughtUpAsync();

        var runId = Guid.CreateVersion7();
        world.Forecasting.Keep(runId, shard, export);
        world.Forecasting.Tell(runId, shard, _sunday.AddDays(1), seriesCount: 2, horizonDays: 1);
        await world.CaughtUpAsync();

        Assert.Single(await DeadLettersAsync(shard));
        Assert.Equal([("before", 7f)], await MeansAsync(location));
        Assert.Equal(_sunday, await world.ReadAsync<DateOnly>($"select origin from forecast_run where shard = {shard}"));
    }

    [Fact]
    public async Task Every_number_of_a_series_is_kept()
    {
        world.Forecasting.Complete(_sunday, new ForecastSeriesV1("a", "F5", "croston", [1, 2], [0.5, 0.25], [[1, 2], [3, 4]], [0.5, 1.5]));
        await world.CaughtUpAsync();

        var row = await world.ListAsync("select model, mean, sigma, sum_sigma, quantiles from forecast where location = 'F5'", row => JsonSerializer.Serialize(
            new object[] { row.GetString(0), row.GetFieldValue<float[]>(1), row.GetFieldValue<float[]>(2), row.GetFieldValue<float[]>(3), row.GetFieldValue<float[]>(4) }));
        Assert.Equal("""["croston",[1,2],[0.5,0.25],[0.5,1.5],[1,2,3,4]]""", row.Single());
    }

    private static string Line(string location, string sku) =>
        JsonSerializer.Serialize(TheForecasting.Series(location, sku, 1, 1, horizonDays: 1), ContractsJson.Default.ForecastSeriesV1);

    private Task<List<(string Sku, float Mean)>> MeansAsync(string location) => world.ListAsync(
        $"select sku, mean[1] from forecast where location = '{location}' order by sku", row => (row.GetString(0), row.GetFloat(1)));

    private Task<List<string>> DeadLettersAsync(int shard) => world.ListAsync(
        $"select reason from dead_letter where source = 'forecasting' and shard = {shard}", row => row.GetString(0));
}
