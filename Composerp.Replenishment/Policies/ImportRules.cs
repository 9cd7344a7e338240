using System.ComponentModel;
using Composerp.Replenishment.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Composerp.Replenishment.Policies;

/// <summary>POST /v1/imports/policy-rules: rules as a CSV file, all of them or none; or a look at what is wrong with it.</summary>
internal static class ImportRules
{
    /// <param name="Rules">Rows of the file.</param>
    /// <param name="Stored">0 where it was a dry run.</param>
    internal sealed record Answer(int Rules, int Stored);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/imports/policy-rules", HandleAsync)
        .WithName(nameof(ImportRules))
        .WithSummary("Creates or changes up to 10,000 rules from a CSV file: all of them, or none.")
        .WithDescription("The header names the fields of a rule: name, kind, and any others in any order. Every bad row is reported.")
        .WithTags("Policies")
        .Accepts<string>("text/csv", "*/*")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> HandleAsync(
        HttpRequest request,
        [FromQuery] string? actor,
        [FromQuery, Description("Only look for what is wrong, and store nothing.")] bool? dryRun,
        PolicyStore policies,
        SupplierCodes suppliers,
        CancellationToken token)
    {
        if (Codes.OptionalTextViolation("actor", actor) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        var file = await RuleFile.ReadAsync(request.Body, BulkRows.CountMax, token);
        var rules = file.Rows.Select(row => row.Row.Rule).ToList();
        var unknown = await suppliers.FindUnknownAsync(rules.Select(rule => rule.Terms.Supplier).OfType<string>(), token);
        var violations = file.Faults.Concat(ViolationsOf(file, unknown)).OrderBy(one => one.Row).ToList();

        if (violations.Count > 0)
        {
            return ReplenishmentProblem.InvalidRows(violations, BulkRows.CountMax);
        }

        if (dryRun is not true)
        {
            await policies.PutAsync(rules, actor, token);
        }

        return TypedResults.Ok(new Answer(rules.Count, dryRun is true ? 0 : rules.Count));
    }

    // Of a file whose header cannot be used there is no more to say.
    private static IEnumerable<RowViolation> ViolationsOf(RuleFile file, HashSet<string> unknown)
    {
        if (file.Rows.Count == 0 && file.Faults.Count > 0)
        {
            return [];
        }

        var violations = BulkRows.Violations([.. file.Rows.Select(row => row.Row)], "name", row => row.Name, row => PutRules.FirstViolation(row.Rule));
        var named = violations.Select(one => one.Row).ToHashSet();

        return violations
            .Concat(
                from row in file.Rows.Index()
                where !named.Contains(row.Index + 1) && row.Item.Row.Policy.Supplier is { } supplier && unknown.Contains(supplier)
                select new RowViolation(row.Index + 1, new("supplier", "unknown-supplier", $"There is no supplier {row.Item.Row.Policy.Supplier}.")))
            .Select(one => one with { Row = one.Row == 0 ? 1 : file.Rows[one.Row - 1].Line });
    }
}
