using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Allocation;
using Composerp.Replenishment.Domain.Policies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Composerp.Replenishment.Sourcing;

/// <summary>PUT /v1/sourcing-rules/{name} and POST /v1/sourcing-rules: where goods come from.</summary>
internal static class PutSourcingRules
{
    /// <param name="AppliesTo">All items and locations that fit to every field that is there: sku, location, category, locationKind.</param>
    /// <param name="Sources">Locations and suppliers, those of the lowest priority first.</param>
    /// <param name="Priority">Of rules that are equally specific the higher wins; left out: 0.</param>
    internal sealed record Request(RuleScope AppliesTo, IReadOnlyList<SourceTerms> Sources, int Priority = 0, string? Actor = null);

    internal sealed record Row(string Name, RuleScope AppliesTo, IReadOnlyList<SourceTerms> Sources, int Priority = 0)
    {
        public SourcingRule Rule => new(Name, AppliesTo, Priority, Sources);
    }

    internal sealed record Answer(int Stored);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPut("/v1/sourcing-rules/{name}", PutAsync)
            .WithName("PutSourcingRule")
            .WithSummary("Creates or changes a rule: where all items and locations that it applies to get their goods.")
            .WithDescription("The most specific rule wins, then the higher priority, then the first by name. A circle is refused.")
            .WithTags("Sourcing")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes
            .MapPost("/v1/sourcing-rules", PostAsync)
            .WithName(nameof(PutSourcingRules))
            .WithSummary("Creates or changes up to 10,000 rules: all of them, or none.")
            .WithTags("Sourcing")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutAsync(
        string name, Request request, SourcingStore sourcing, SupplierCodes suppliers, CancellationToken token)
    {
        var rule = new SourcingRule(name, request.AppliesTo, request.Priority, request.Sources);

        if ((rule.FirstViolation() ?? Codes.OptionalTextViolation("actor", request.Actor)) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        if (SupplierViolation(rule, await suppliers.FindUnknownAsync(SuppliersOf(rule), token)) is { } unknown)
        {
            return ReplenishmentProblem.Invalid(unknown);
        }

        return await sourcing.PutAsync([rule], request.Actor, token) is { } cycle ? ReplenishmentProblem.Invalid(cycle) : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> PostAsync(
        IReadOnlyList<Row?> rows, [FromQuery] string? actor, SourcingStore sourcing, SupplierCodes suppliers, CancellationToken token)
    {
        if (Codes.OptionalTextViolation("actor", actor) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        var violations = BulkRows.Violations(rows, "name", row => row.Name, row => row.Rule.FirstViolation());

        if (violations.Count > 0)
        {
            return ReplenishmentProblem.InvalidRows(violations);
        }

        var rules = rows.OfType<Row>().Select(row => row.Rule).ToList();
        var unknown = await suppliers.FindUnknownAsync(rules.SelectMany(SuppliersOf), token);
        violations =
        [
            .. from rule in rules.Index()
               let wrong = SupplierViolation(rule.Item, unknown)
               where wrong is not null
               select new RowViolation(rule.Index + 1, wrong),
        ];

        if (violations.Count > 0)
        {
            return ReplenishmentProblem.InvalidRows(violations);
        }

        return await sourcing.PutAsync(rules, actor, token) is { } cycle
            ? ReplenishmentProblem.Invalid(cycle)
            : TypedResults.Ok(new Answer(rules.Count));
    }

    private static IEnumerable<string> SuppliersOf(SourcingRule rule) => rule.Sources.Select(source => source.Supplier).OfType<string>();

    private static Violation? SupplierViolation(SourcingRule rule, HashSet<string> unknown) => rule.Sources.Index()
        .Where(source => source.Item.Supplier is { } supplier && unknown.Contains(supplier))
        .Select(source => new Violation($"sources[{source.Index}].supplier", "unknown-supplier", $"There is no supplier {source.Item.Supplier}."))
        .FirstOrDefault();
}
