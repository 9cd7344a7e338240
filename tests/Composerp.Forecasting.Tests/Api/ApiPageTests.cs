using System.Text.Json;
using System.Text.RegularExpressions;
using Composerp.Contracts;
using Composerp.Forecasting.Accuracy;
using Composerp.Forecasting.ForecastRuns;
using Composerp.Forecasting.Tests.Service;
using Composerp.Tests.Support;
using Composerp.Tests.Support.ApiPages;
using Microsoft.Extensions.DependencyInjection;

namespace Composerp.Forecasting.Tests.Api;

/// <summary>docs/forecasting-api.md says what the service really answers, and of everything that it answers.</summary>
public sealed partial class ApiPageTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>
{
    private static readonly string[] _lines = File.ReadAllLines(Path.Combine(SharedData.RepositoryRoot(), "docs", "forecasting-api.md"));

    private static readonly DateOnly _day = new(2026, 3, 31);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_example_is_answered_as_the_page_says()
    {
        await using var host = new ForecastingHost(database);
        var names = new Dictionary<string, string> { [$"{Guid.Parse("0195a3c0-0000-7000-8000-000000000000")}"] = $"{(await PrepareAsync(host)).Id}" };
        var examples = ApiExample.ReadAll(_lines);
        var differences = new List<string>();

        foreach (var (place, told) in examples.Index())
        {
            var example = Named(told, names);
            var isStart = example.Request == "POST /v1/forecast-runs";

            // A run waits until its example is answered, and the one after it too where that cancels it.
            var turn = isStart ? await TakeTurnAsync() : null;
            var (text, difference) = await example.AskAsync(host.Client, Token);
            LearnIds(example, text, names);

            if (turn is not null)
            {
                if (examples[place + 1].Path.EndsWith("/cancel", StringComparison.Ordinal))
                {
                    await Named(examples[place + 1], names).AskAsync(host.Client, Token);
                }

                await turn.DisposeAsync();
                await host.EndAsync(JsonElement.Parse(text).GetProperty("id").GetGuid());
            }

            // Its ids were not known before.
            difference = difference?.StartsWith('$') == true ? ExampleAnswer.FindDifference(example.Form, Named(told, names).Answer, text) : difference;
            differences.AddRange(difference is null ? [] : [$"Line {example.Line}, {example.Request}: {difference}"]);
        }

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    [Fact]
    public async Task Every_operation_has_an_example_and_all_its_fields_are_told_of()
    {
        await using var host = new ForecastingHost(database);
        var document = await host.GetAsync<JsonElement>("/openapi/v1.json");
        var operations = OfferedOperation.ListOf(document).Where(operation => !Shared().IsMatch(operation.Name)).ToList();
        var shown = ApiExample.ReadAll(_lines).Where(example => example.Status[0] == '2').Select(example => OfferedOperation.NameOf(example, operations)).ToHashSet();
        var words = _lines.SelectMany(line => Code().Matches(line)).SelectMany(code => Word().Matches(code.Value)).Select(word => word.Value).ToHashSet();

        Assert.Empty(operations.Select(operation => operation.Name).Except(shown));
        Assert.Equal("", string.Join(", ", operations.SelectMany(operation => operation.Fields.Concat(operation.Answers)).Distinct().Except(words)));
    }

    /// <summary>A shop with one item, a run of last week, and what became of it.</summary>
    private async Task<ForecastRun> PrepareAsync(ForecastingHost host)
    {
        int[] units = [.. Enumerable.Range(0, 450).Select(day => 4 + (day * 7 % 4)), 5, 2, 0, 6];
        await database.AddDemandAsync("S001", "MILK-1L", _day, units);
        await database.ExecuteAsync($"""
            update location set time_zone = 'Europe/Berlin' where code = 'S001';
            insert into item values ('MILK-1L', 'Milk', 'Dairy', 'each'), ('MILK-1L-NEW', 'Milk', 'Dairy', 'each');
            insert into item_stock values ({Shards.OfLocation("S001")}, 'S001', 'MILK-1L', 480000, '2026-01-01', false);
            insert into stock_change values
                ({Shards.OfLocation("S001")}, 'S001', 'MILK-1L', '2026-03-29', array[48], array[-20000]),
                ({Shards.OfLocation("S001")}, 'S001', 'MILK-1L', '2026-03-31', array[0, 48], array[540000, -60000]);
            insert into day_mark (id, kind, location, sku, first_day, last_day, reason, uplift) values
                (gen_random_uuid(), 'closure', null, null, '2026-04-03', '2026-04-03', 'Easter', null),
                (gen_random_uuid(), 'promotion', 'S001', 'MILK-1L', '2026-04-06', '2026-04-12', 'Flyer', 1.8)
            """);
        var run = await host.RunAsync(new { origin = _day.AddDays(-7) });
        await host.Services.GetRequiredService<CompareForecasts>().RunAsync(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero), Token);
        await database.ExecuteAsync("""
            delete from forecast_drift;
            insert into forecast_drift
            select shard, location, sku, 40, '2026-03-30', 100, 40, 50, 1, 9, 10, array['tracking-signal'], '2026-03-28'
            from series
            """);

        // One item teaches nothing; this is of other days ahead, so that no run forecasts with it.
        await database.ExecuteAsync($"""
            insert into global_model overriding system value
            values (
                12, '{run.Id}', '2026-03-01', 14, '2026-03-02T03:00:09Z', 20260403, 98211, 5000, 30490, array[]::text[], array[]::text[],
                array[]::text[], array[0.5, 0.75, 0.5, 0.5, 0.25], 300, 0.22, 0.217, 0.216, array[0.75, 0.25], '', '')
            """);

        return run;
    }

    /// <summary>Keeps the service from taking runs up.</summary>
    private async Task<RunLock> TakeTurnAsync()
    {
        RunLock? turn = null;
        await Eventually.HoldsAsync(
            async token => (turn = await RunLock.TryTakeAsync(database.Source, token)) is not null, "nobody works on runs", Token);

        return turn!;
    }

    /// <summary>The example with the ids that the service gave for those on the page.</summary>
    private static ApiExample Named(ApiExample example, Dictionary<string, string> names) => example with
    {
        Request = Named(example.Request, names),
        Answer = [.. example.Answer.Select(line => Named(line, names))],
    };

    private static string Named(string text, Dictionary<string, string> names) =>
        Id().Replace(text, id => names.GetValueOrDefault(id.Value, id.Value));

    /// <summary>Where the page first shows an id, it is the one that the service answers there.</summary>
    private static void LearnIds(ApiExample example, string text, Dictionary<string, string> names)
    {
        var (shown, given) = (Id().Matches(string.Concat(example.Answer)), Id().Matches(text));

        if (example.Form == "json" && shown.Count > 0 && given.Count > 0 && !names.ContainsValue(shown[0].Value))
        {
            names.TryAdd(shown[0].Value, given[0].Value);
        }
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();

    /// <summary>What every service with an event log answers.</summary>
    [GeneratedRegex("/v1/(events|dead-letters)")]
    private static partial Regex Shared();

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"[\w-]+")]
    private static partial Regex Word();
}
