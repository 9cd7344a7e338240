using Composerp.Forecasting.ForecastRuns;
using Composerp.Forecasting.Tests.Service;
using Composerp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Composerp.Forecasting.Tests.ForecastRuns;

public sealed class ScheduleRunsTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2026-03-01T02:59:59Z", "2026-03-01T03:00:00Z")]
    [InlineData("2026-03-01T03:00:00Z", "2026-03-02T03:00:00Z")]
    [InlineData("2026-03-01T23:00:00Z", "2026-03-02T03:00:00Z")]
    public void The_next_run_is_at_the_next_such_time(string now, string next) => Assert.Equal(
        DateTimeOffset.Parse(next, null), ScheduleRuns.NextAfter(DateTimeOffset.Parse(now, null), new(3, 0)));

    [Fact]
    public async Task Each_day_has_one_run_however_many_replicas_schedule_it()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        using var first = Scheduler(time);
        using var second = Scheduler(time);
        await first.StartAsync(Token);
        await second.StartAsync(Token);

        // A scheduler waits for the next day only once it has queued this one, so small steps reach all of them.
        for (var day = 1; day <= 3; day++)
        {
            var expected = Enumerable.Range(1, day).Select(one => $"daily-2026-03-0{one} schedule").ToList();
            await Eventually.HoldsAsync(
                async _ =>
                {
                    var queued = await database.ReadLinesAsync("select idempotency_key, actor from forecast_run order by id");

                    if (queued.Count < day)
                    {
                        time.Advance(TimeSpan.FromHours(1));
                    }

                    return queued.SequenceEqual(expected);
                },
                $"the run of day {day}",
                Token);
        }

        await first.StopAsync(Token);
        await second.StopAsync(Token);

        Assert.Equal(3L, await database.ReadAsync<long>("select count(*) from forecast_run"));
    }

    private ScheduleRuns Scheduler(TimeProvider time) =>
        new(new(database.Source), Options.Create(new ForecastRunOptions()), time, NullLogger<ScheduleRuns>.Instance);
}
