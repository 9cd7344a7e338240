using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Policies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Composerp.Replenishment.Policies;

/// <summary>PUT /v1/policy-rules/{name} and POST /v1/policy-rules: policies for many items and locations at once.</summary>
internal static class PutRules
{
    /// <param name="AppliesTo">All items and locations that fit to every field that is there.</param>
    /// <param name="Priority">Of rules that are equally specific the higher wins; left out: 0.</param>
    /// <param name="Period">When the rule holds; left out: always.</param>
    internal sealed record Request(
        RuleScope AppliesTo, PolicyTerms Policy, int Priority = 0, RulePeriod? Period = null, string? Actor = null)
    {
        public PolicyRule RuleOf(string name) => new(name, AppliesTo, Priority, Period ?? new(), Policy);
    }

    internal sealed record Row(string Name, RuleScope AppliesTo, PolicyTerms Policy, int Priority = 0, RulePeriod? Period = null)
    {
        internal PolicyRule Rule => new(Name, AppliesTo, Priority, Period ?? new(), Policy);
    }

    internal sealed record Answer(int Stored);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPut("/v1/policy-rules/{name}", PutAsync)
            .WithName("PutRule")
            .WithSummary("Creates or changes a rule: a policy for all items and locations that it applies to.")
            .WithDescription("For an item at a location the most specific rule wins, then the higher priority, then the first by name.")
            .WithTags("Policies")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes
            .MapPost("/v1/policy-rules", PostAsync)
            .WithName(nameof(PutRules))
            .WithSummary("Creates or changes up to 10,000 rules: all of them, or none.")
            .WithTags("Policies")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutAsync(
        string name, Request request, PolicyStore policies, SupplierCodes suppliers, CancellationToken token)
    {
        var rule = request.RuleOf(name);

        if ((FirstViolation(rule) ?? Codes.OptionalTextViolation("actor", request.Actor)) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        if (rule.Terms.Supplier is { } supplier && (await suppliers.FindUnknownAsync([supplier], token)).Count > 0)
        {
            return ReplenishmentProblem.Invalid(new("supplier", "unknown-supplier", $"There is no supplier {supplier}."));
        }

        await policies.PutAsync([rule], request.Actor, token);

        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> PostAsync(
        IReadOnlyList<Row?> rows, [FromQuery] string? actor, PolicyStore policies, SupplierCodes suppliers, CancellationToken token)
    {
        if (Codes.OptionalTextViolation("actor", actor) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        var violations = BulkRows.Violations(rows, "name", row => row.Name, row => FirstViolation(row.Rule));

        if (violations.Count > 0)
        {
            return ReplenishmentProblem.InvalidRows(violations);
        }

        var rules = rows.OfType<Row>().Select(row => row.Rule).ToList();
        var unknown = await suppliers.FindUnknownAsync(rules.Select(rule => rule.Terms.Supplier).OfType<string>(), token);

        if (unknown.Count > 0)
        {
            return ReplenishmentProblem.UnknownSuppliers(rules.Select(rule => rule.Terms.Supplier ?? ""), unknown);
        }

        await policies.PutAsync(rules, actor, token);

        return TypedResults.Ok(new Answer(rules.Count));
    }

    public static Violation? FirstViolation(PolicyRule rule) =>
        Codes.CodeViolation("name", rule.Name)
        ?? rule.Scope.FirstViolation()
        ?? (Math.Abs((long)rule.Priority) > PolicyRule.PriorityMax
            ? new Violation("priority", "priority-out-of-range", "The priority is -1,000,000 to 1,000,000.")
            : null)
        ?? rule.Period.FirstViolation()
        ?? rule.Terms.FirstViolation();
}
