using Composerp.Replenishment.Domain.Policies;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Policies;

/// <summary>GET /v1/policies/{location}/{sku}/effective: by which rule an item at a location is planned, and why by this one.</summary>
internal static class FindEffectivePolicy
{
    private static readonly string FindTraits = SqlFile.Of(typeof(FindEffectivePolicy), "find_traits.sql");

    /// <param name="Rule">The rule that wins; absent where none is for it.</param>
    /// <param name="Why">In words.</param>
    /// <param name="Others">Rules that are for it too, the next one first, and why they do not win.</param>
    /// <param name="Parameters">What the newest planning run calculated; absent before the first one.</param>
    /// <param name="Overrides">Planners' numbers that hold on the date.</param>
    internal sealed record Answer(
        string Location,
        string Sku,
        DateOnly Date,
        string? Rule,
        string Why,
        RuleScope? AppliesTo,
        PolicyTerms? Policy,
        IReadOnlyList<Other> Others,
        Parameters? Parameters,
        IReadOnlyList<StoredOverride> Overrides);

    internal sealed record Other(string Rule, string AppliesTo, int Priority, string WhyNot);

    /// <param name="Rule">By which it was calculated.</param>
    /// <param name="Class">ABC and XYZ; absent while no rule asks for classes.</param>
    internal sealed record Parameters(
        string Rule,
        string? Class,
        decimal? ReorderPoint,
        decimal? OrderUpTo,
        decimal? SafetyStock,
        decimal? OrderQuantity,
        DateTimeOffset CalculatedAt);

    private sealed record Traits(ItemTraits Item, string? TimeZone, Parameters? Parameters);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/policies/{location}/{sku}/effective", HandleAsync)
        .WithName(nameof(FindEffectivePolicy))
        .WithSummary("By which rule an item at a location is planned, why by this one, and what was calculated.")
        .WithTags("Policies")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Ok<Answer>> HandleAsync(
        string location, string sku, DateOnly? date, NpgsqlDataSource database, OverrideStore overrides, TimeProvider time, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        var traits = (await transaction.Statement(FindTraits).With(location).With(sku).ListAsync(row => Read(row, location, sku), token)).Single();
        var book = new PolicyBook(await PolicyRules.ReadAsync(transaction, location, sku, token));
        var now = time.GetUtcNow();
        var day = date ?? BusinessDay.Find(now, traits.TimeZone ?? "UTC") ?? DateOnly.FromDateTime(now.UtcDateTime);
        var entered = await overrides.ListAsync(location, sku, day, null, null, null, PageRequest.LimitDefault, token);

        if (book.Candidates(traits.Item, day).ToList() is not [var winner, .. var others])
        {
            return TypedResults.Ok(new Answer(location, sku, day, null, "No rule is for it: it is not planned.", null, null, [], traits.Parameters, entered));
        }

        var why = others is [var next, ..]
            ? $"Of {others.Count + 1} rules that are for it, {winner.Name} wins over {next.Name}: {PolicyBook.WhyBefore(winner, next)}."
            : $"{winner.Name} is the only rule that is for it ({winner.Scope.InWords()}).";

        return TypedResults.Ok(new Answer(
            location, sku, day, winner.Name, why, winner.Scope, winner.Terms,
            [.. others.Select(other => new Other(other.Name, other.Scope.InWords(), other.Priority, $"{winner.Name} wins: {PolicyBook.WhyBefore(winner, other)}."))],
            traits.Parameters, entered));
    }

    private static Traits Read(NpgsqlDataReader row, string location, string sku) => new(
        new(location, sku, row.Optional<string>(0), row.Optional<string>(1), row.GetFieldValue<string[]>(3), row.Optional<string>(4)),
        row.Optional<string>(2),
        row.Optional<string>(5) is { } rule
            ? new(
                rule,
                row.Optional<string>(4),
                row.Optional<decimal?>(6),
                row.Optional<decimal?>(7),
                row.Optional<decimal?>(8),
                row.Optional<decimal?>(9),
                row.GetFieldValue<DateTimeOffset>(10))
            : null);
}
