using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Policies;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Planning;

/// <summary>POST and GET /v1/what-if-runs: what a plan would be with other rules or another demand, beside the plan as it is.</summary>
internal static class RunWhatIf
{
    private static readonly string StoreWhatIf = SqlFile.Of(typeof(RunWhatIf), "store_what_if.sql");
    private static readonly string FindWhatIf = SqlFile.Of(typeof(RunWhatIf), "find_what_if.sql");

    /// <param name="Rules">Instead of the rules of the same name, or beside them.</param>
    /// <param name="WithoutRules">Names of rules that are left out.</param>
    /// <param name="DemandFactor">All forecasts times this.</param>
    internal sealed record Request(
        string Actor,
        DateOnly? Date = null,
        IReadOnlyList<Rule>? Rules = null,
        IReadOnlyList<string>? WithoutRules = null,
        double? DemandFactor = null);

    internal sealed record Rule(string Name, RuleScope AppliesTo, PolicyTerms Policy, int Priority = 0, RulePeriod? Period = null)
    {
        public PolicyRule ToRule() => new(Name, AppliesTo, Priority, Period ?? new(), Policy);

        public Violation? FirstViolation() =>
            AppliesTo.FirstViolation() ?? Period?.FirstViolation() ?? Policy.FirstViolation();
    }

    internal sealed record Answer(
        Guid Id, string RequestedBy, DateTimeOffset StartedAt, DateTimeOffset CompletedAt, JsonElement Request, WhatIfResult Result);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/v1/what-if-runs", RunAsync)
            .WithName(nameof(RunWhatIf))
            .WithSummary("Plans twice, as it is and with changed rules or demand, and compares; proposals stay as they are.")
            .WithTags("Planning")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes
            .MapGet("/v1/what-if-runs/{id:guid}", FindAsync)
            .WithName("FindWhatIf")
            .WithSummary("What a run with changed parameters found.")
            .WithTags("Planning")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<Answer>, ProblemHttpResult>> RunAsync(
        Request request, NpgsqlDataSource database, TimeProvider time, CancellationToken token)
    {
        if ((Codes.TextViolation("actor", request.Actor) ?? FirstViolation(request)) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        var (id, startedAt) = (Guid.CreateVersion7(), time.GetUtcNow());
        var result = await CompareAsync(request, startedAt, database, token);
        var answer = new Answer(
            id, request.Actor, startedAt, time.GetUtcNow(), JsonSerializer.SerializeToElement(request, WhatIfJson.Default.Request), result);
        await database.Statement(StoreWhatIf)
            .With(id)
            .With(answer.RequestedBy)
            .With(answer.StartedAt)
            .With(answer.CompletedAt)
            .With(answer.Request.GetRawText())
            .With(JsonSerializer.Serialize(result, WhatIfJson.Default.WhatIfResult))
            .RunAsync(token);

        return TypedResults.Created($"/v1/what-if-runs/{id}", answer);
    }

    private static async Task<WhatIfResult> CompareAsync(Request request, DateTimeOffset now, NpgsqlDataSource database, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(Snapshot.Isolation, token);
        var rules = (request.Rules ?? []).Select(rule => rule.ToRule()).ToList();
        var asItIs = await PlanningContext.ReadAsync(transaction, now, token, isClassed: rules.Exists(rule => rule.Scope.Class is not null));
        var changed = asItIs.With(rules, request.WithoutRules ?? []);
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var tally = new WhatIfTally(asItIs, changed);

        // What a rule names is looked at when it is stored, though nothing else is known of it.
        var named = rules.Select(rule => rule.Scope is { Location: { } location, Sku: { } sku } ? new ItemLocation(location, sku) : (ItemLocation?)null).OfType<ItemLocation>();
        var items = new Snapshot(transaction, now).ReadAsync(
            asItIs.IncludingWhatIsReadFor(changed), PlanningChanges.Everything with { ItemLocations = [.. named] }, token);

        await foreach (var chunk in Planner.ReadAheadAsync(Planner.ChunksOf(items, token), token))
        {
            var pairs = chunk.AsParallel().AsOrdered().WithCancellation(token).Select(item => (
                ItemPlan.Of(item, asItIs, today, request.Date),
                ItemPlan.Of([.. item.Select(row => Scaled(row, request.DemandFactor))], changed, today, request.Date))).ToList();
            pairs.ForEach(pair => tally.Add(pair.Item1, pair.Item2));
        }

        return tally.Result();
    }

    // Forecasts and what was calculated from them do not fit together any more.
    private static SnapshotRow Scaled(SnapshotRow row, double? factor) => factor is not { } times || row.Forecast is not { } forecast
        ? row
        : row with { Stored = null, Forecast = forecast.Times(times) };

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> FindAsync(Guid id, NpgsqlDataSource database, CancellationToken token)
    {
        var answer = await database.Statement(FindWhatIf).With(id).FindAsync(
            row => new Answer(
                row.GetGuid(0),
                row.GetString(1),
                row.GetFieldValue<DateTimeOffset>(2),
                row.GetFieldValue<DateTimeOffset>(3),
                JsonElement.Parse(row.GetString(4)),
                JsonSerializer.Deserialize(row.GetString(5), WhatIfJson.Default.WhatIfResult) ?? WhatIfResult.Nothing),
            token);

        return answer is null ? ReplenishmentProblem.NotFound("unknown-what-if-run", $"There is no what-if run {id}.") : TypedResults.Ok(answer);
    }

    private static Violation? FirstViolation(Request request) =>
        (request.Rules ?? []).Select(rule => rule.FirstViolation()).FirstOrDefault(violation => violation is not null)
        ?? (request.DemandFactor is not (null or (>= 0 and <= 100))
            ? new Violation("demandFactor", "factor-out-of-range", "The factor is 0 to 100.")
            : null);
}
