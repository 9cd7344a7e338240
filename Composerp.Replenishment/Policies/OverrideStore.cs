using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Ordering;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Policies;

/// <summary>Planners' numbers instead of calculated ones.</summary>
internal sealed class OverrideStore(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly string PutOverrides = SqlFile.Of<OverrideStore>("put_overrides.sql");
    private static readonly string DeleteOverride = SqlFile.Of<OverrideStore>("delete_override.sql");
    private static readonly string ListOverrides = SqlFile.Of<OverrideStore>("list_overrides.sql");

    /// <summary>Enters or changes all of them, or none.</summary>
    public Task PutAsync(IReadOnlyList<(ItemLocation Key, string Parameter, ParameterOverride Entered)> overrides, string actor, CancellationToken token) =>
        database.Statement(PutOverrides)
            .With(overrides.Select(one => one.Key.Location).ToArray())
            .With(overrides.Select(one => one.Key.Sku).ToArray())
            .With(overrides.Select(one => one.Parameter).ToArray())
            .With(overrides.Select(one => one.Entered.Value).ToArray())
            .With(overrides.Select(one => one.Entered.Reason).ToArray())
            .With(overrides.Select(one => one.Entered.ExpiresOn).ToArray())
            .With(actor)
            .With(time.GetUtcNow())
            .RunAsync(token);

    /// <returns>false where there was none.</returns>
    public async Task<bool> DeleteAsync(ItemLocation key, string parameter, CancellationToken token) =>
        await database.Statement(DeleteOverride).With(key.Location).With(key.Sku).With(parameter).RunAsync(token) > 0;

    /// <param name="validOn">null: those that have expired too.</param>
    public Task<List<StoredOverride>> ListAsync(
        string? location, string? sku, DateOnly? validOn, string? afterLocation, string? afterSku, string? afterParameter, int rows, CancellationToken token) =>
        database.Statement(ListOverrides)
            .With(location).With(sku).With(validOn).With(afterLocation).With(afterSku).With(afterParameter).With(rows)
            .ListAsync(
                row => new StoredOverride(
                    row.GetString(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetDecimal(3),
                    row.GetString(4),
                    row.GetFieldValue<DateOnly>(5),
                    row.GetString(6),
                    row.GetFieldValue<DateTimeOffset>(7)),
                token);
}

/// <param name="ExpiresOn">The first day on which the calculated number holds again.</param>
internal sealed record StoredOverride(
    string Location, string Sku, string Parameter, decimal Value, string Reason, DateOnly ExpiresOn, string EnteredBy, DateTimeOffset EnteredAt);
