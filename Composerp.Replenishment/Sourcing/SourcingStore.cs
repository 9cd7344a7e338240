using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Allocation;
using Composerp.Replenishment.Domain.Policies;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Sourcing;

/// <summary>Where goods come from, as it is written down.</summary>
internal sealed class SourcingStore(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly string LockSourcing = SqlFile.Of<SourcingStore>("lock_sourcing.sql");
    private static readonly string ListPlaces = SqlFile.Of<SourcingStore>("list_places.sql");
    private static readonly string FindCategories = SqlFile.Of<SourcingStore>("find_categories.sql");
    private static readonly string PutSourcingRules = SqlFile.Of<SourcingStore>("put_sourcing_rules.sql");
    private static readonly string DeleteSourcingRule = SqlFile.Of<SourcingStore>("delete_sourcing_rule.sql");
    private static readonly string ListSourcingRules = SqlFile.Of<SourcingStore>("list_sourcing_rules.sql");

    /// <summary>Creates or changes all of them, or none.</summary>
    /// <returns>The circle that they would make; null where there is none.</returns>
    public async Task<Violation?> PutAsync(IReadOnlyList<SourcingRule> rules, string? actor, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        await transaction.Statement(LockSourcing).RunAsync(token);

        if (await FindCycleAsync(transaction, rules, [], token) is { } cycle)
        {
            return cycle;
        }

        await transaction.Statement(PutSourcingRules)
            .With(rules.Select(rule => rule.Name).ToArray())
            .With(rules.Select(rule => rule.Scope.Sku).ToArray())
            .With(rules.Select(rule => rule.Scope.Location).ToArray())
            .With(rules.Select(rule => rule.Scope.Category).ToArray())
            .With(rules.Select(rule => rule.Scope.LocationKind).ToArray())
            .With(rules.Select(rule => rule.Priority).ToArray())
            .With(rules.Select(rule => JsonSerializer.Serialize(rule.Sources, ReplenishmentJson.Default.IReadOnlyListSourceTerms)).ToArray())
            .With(actor)
            .With(time.GetUtcNow())
            .RunAsync(token);
        await transaction.CommitAsync(token);

        return null;
    }

    /// <summary>Without a rule others hold, and they may make a circle that it kept apart.</summary>
    /// <returns>Whether there was one, and the circle that stands against it.</returns>
    public async Task<(bool IsFound, Violation? Cycle)> DeleteAsync(string name, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        await transaction.Statement(LockSourcing).RunAsync(token);

        if (await FindCycleAsync(transaction, [], [name], token) is { } cycle)
        {
            return (true, cycle);
        }

        var isFound = await transaction.Statement(DeleteSourcingRule).With(name).RunAsync(token) > 0;
        await transaction.CommitAsync(token);

        return (isFound, null);
    }

    public Task<List<StoredSourcingRule>> ListAsync(string? name, string? after, int rows, CancellationToken token) =>
        database.Statement(ListSourcingRules).With(name).With(after).With(rows).ListAsync(StoredSourcingRule.Read, token);

    private static async Task<Violation?> FindCycleAsync(
        NpgsqlTransaction transaction, IReadOnlyList<SourcingRule> put, IReadOnlyList<string> deleted, CancellationToken token)
    {
        var before = await SourcingRules.ReadAsync(transaction, token);
        var gone = put.Select(rule => rule.Name).Concat(deleted).ToHashSet();
        var after = before.Where(rule => !gone.Contains(rule.Name)).Concat(put).ToList();
        var places = await transaction.Statement(ListPlaces).ListAsync(row => new Place(row.GetString(0), row.GetString(1)), token);
        var categories = (await transaction.Statement(FindCategories)
            .With(after.Select(rule => rule.Scope.Sku).OfType<string>().Distinct().ToArray())
            .ListAsync(row => (Sku: row.GetString(0), Category: row.Optional<string>(1)), token)).ToDictionary(row => row.Sku, row => row.Category);

        // What a rule was for before may be another's now.
        return new SourcingBook(after).FirstCycle(put.Concat(before.Where(rule => gone.Contains(rule.Name))), places, categories);
    }
}

internal sealed record StoredSourcingRule(
    string Name,
    RuleScope AppliesTo,
    int Priority,
    IReadOnlyList<SourceTerms> Sources,
    string? ChangedBy,
    DateTimeOffset ChangedAt)
{
    public static StoredSourcingRule Read(NpgsqlDataReader row)
    {
        var rule = SourcingRules.Read(row);

        return new(rule.Name, rule.Scope, rule.Priority, rule.Sources, row.Optional<string>(7), row.GetFieldValue<DateTimeOffset>(8));
    }
}
