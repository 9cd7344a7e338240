using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Policies;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Policies;

internal sealed class PolicyStore(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly string PutRules = SqlFile.Of<PolicyStore>("put_rules.sql");
    private static readonly string DeleteRule = SqlFile.Of<PolicyStore>("delete_rule.sql");
    private static readonly string ListPolicies = SqlFile.Of<PolicyStore>("list_policies.sql");

    /// <summary>Creates or changes all of them, or none.</summary>
    public Task PutAsync(IReadOnlyList<PolicyRule> rules, string? actor, CancellationToken token) =>
        database.Statement(PutRules)
            .With(rules.Select(rule => rule.Name).ToArray())
            .With(rules.Select(rule => rule.Scope.Sku).ToArray())
            .With(rules.Select(rule => rule.Scope.Location).ToArray())
            .With(rules.Select(rule => rule.Scope.SuppliedBy).ToArray())
            .With(rules.Select(rule => rule.Scope.Category).ToArray())
            .With(rules.Select(rule => rule.Scope.Class).ToArray())
            .With(rules.Select(rule => rule.Scope.LocationKind).ToArray())
            .With(rules.Select(rule => rule.Priority).ToArray())
            .With(rules.Select(rule => rule.Period.ValidFrom).ToArray())
            .With(rules.Select(rule => rule.Period.ValidTo).ToArray())
            .With(rules.Select(rule => rule.Period.SeasonFrom).ToArray())
            .With(rules.Select(rule => rule.Period.SeasonTo).ToArray())
            .With(rules.Select(rule => rule.Terms.Supplier).ToArray())
            .With(rules.Select(rule => JsonSerializer.Serialize(rule.Terms, ReplenishmentJson.Default.PolicyTerms)).ToArray())
            .With(actor)
            .With(time.GetUtcNow())
            .RunAsync(token);

    /// <summary>A policy of one item at one location as a rule.</summary>
    public static PolicyRule RuleOf(ItemLocation key, PolicyTerms terms) =>
        new(PolicyRule.NameOf(key), new(key.Sku, key.Location), 0, new(), terms);

    /// <returns>false where there was none.</returns>
    public async Task<bool> DeleteAsync(string name, CancellationToken token) =>
        await database.Statement(DeleteRule).With(name).RunAsync(token) > 0;

    /// <summary>Policies of one item at one location each.</summary>
    public Task<List<StoredPolicy>> ListAsync(
        string? location, string? sku, string? supplier, string? afterLocation, string? afterSku, int rows, CancellationToken token) =>
        database.Statement(ListPolicies)
            .With(location).With(sku).With(supplier).With(afterLocation).With(afterSku).With(rows)
            .ListAsync(StoredPolicy.Read, token);

    public Task<List<StoredRule>> ListRulesAsync(string? name, string? after, int rows, CancellationToken token) =>
        PolicyRules.ListAsync(database, name, after, rows, StoredRule.Read, token);
}

/// <summary>The policy of one item at one location.</summary>
internal sealed record StoredPolicy : PolicyTerms
{
    [SetsRequiredMembers]
    private StoredPolicy(string location, string sku, PolicyTerms terms)
        : base(terms) => (Location, Sku) = (location, sku);

    [JsonPropertyOrder(-2)]
    public string Location { get; }

    [JsonPropertyOrder(-1)]
    public string Sku { get; }

    [JsonPropertyOrder(1)]
    public string? ChangedBy { get; private init; }

    [JsonPropertyOrder(1)]
    public DateTimeOffset ChangedAt { get; private init; }

    public static StoredPolicy Read(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), PolicyRules.TermsOf(row.GetString(2)))
    {
        ChangedBy = row.Optional<string>(3),
        ChangedAt = row.GetFieldValue<DateTimeOffset>(4),
    };
}

/// <summary>A rule as it is written down.</summary>
internal sealed record StoredRule(
    string Name,
    RuleScope AppliesTo,
    int Priority,
    RulePeriod Period,
    PolicyTerms Policy,
    string? ChangedBy,
    DateTimeOffset ChangedAt)
{
    public static StoredRule Read(NpgsqlDataReader row)
    {
        var rule = PolicyRules.Read(row);

        return new(rule.Name, rule.Scope, rule.Priority, rule.Period, rule.Terms, row.Optional<string>(13), row.GetFieldValue<DateTimeOffset>(14));
    }
}
