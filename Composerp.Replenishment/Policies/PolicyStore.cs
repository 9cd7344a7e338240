using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Policies;

internal sealed class PolicyStore(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly string PutPolicies = SqlFile.Of<PolicyStore>("put_policies.sql");
    private static readonly string DeletePolicy = SqlFile.Of<PolicyStore>("delete_policy.sql");
    private static readonly string ListPolicies = SqlFile.Of<PolicyStore>("list_policies.sql");

    /// <summary>Creates or changes all of them, or none.</summary>
    public Task PutAsync(IReadOnlyList<(ItemLocation Key, PolicyFields Fields)> policies, string? actor, CancellationToken token) =>
        database.Statement(PutPolicies)
            .With(policies.Select(policy => policy.Key.Location).ToArray())
            .With(policies.Select(policy => policy.Key.Sku).ToArray())
            .With(policies.Select(policy => policy.Fields.Kind).ToArray())
            .With(policies.Select(policy => policy.Fields.Supplier).ToArray())
            .With(policies.Select(policy => policy.Fields.Minimum).ToArray())
            .With(policies.Select(policy => policy.Fields.Maximum).ToArray())
            .With(policies.Select(policy => policy.Fields.ServiceLevel).ToArray())
            .With(policies.Select(policy => policy.Fields.ReviewDays).ToArray())
            .With(actor)
            .With(time.GetUtcNow())
            .RunAsync(token);

    /// <returns>false where there was none.</returns>
    public async Task<bool> DeleteAsync(ItemLocation key, CancellationToken token) =>
        await database.Statement(DeletePolicy).With(key.Location).With(key.Sku).RunAsync(token) > 0;

    public Task<List<StoredPolicy>> ListAsync(
        string? location, string? sku, string? supplier, string? afterLocation, string? afterSku, int rows, CancellationToken token) =>
        database.Statement(ListPolicies)
            .With(location).With(sku).With(supplier).With(afterLocation).With(afterSku).With(rows)
            .ListAsync(
                row => new StoredPolicy(
                    row.GetString(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetString(3),
                    row.Optional<decimal?>(4),
                    row.Optional<decimal?>(5),
                    row.Optional<double?>(6),
                    row.Optional<int?>(7),
                    row.Optional<string>(8),
                    row.GetFieldValue<DateTimeOffset>(9)),
                token);
}

internal sealed record StoredPolicy(
    string Location,
    string Sku,
    string Kind,
    string Supplier,
    decimal? Minimum,
    decimal? Maximum,
    double? ServiceLevel,
    int? ReviewDays,
    string? ChangedBy,
    DateTimeOffset ChangedAt);
