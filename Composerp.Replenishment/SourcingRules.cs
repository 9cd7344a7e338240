using System.Collections.Concurrent;
using System.Text.Json;
using Composerp.Replenishment.Domain.Allocation;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment;

/// <summary>Reads all rules of where goods come from: planning goes by them, and whoever changes one looks for circles.</summary>
internal static class SourcingRules
{
    private static readonly string GatherSourcingRules = SqlFile.Of(typeof(SourcingRules), "gather_sourcing_rules.sql");

    // Many rules are written in the same few words.
    private static readonly ConcurrentDictionary<string, IReadOnlyList<SourceTerms>> _sources = [];

    public static Task<List<SourcingRule>> ReadAsync(NpgsqlTransaction transaction, CancellationToken token) =>
        transaction.Statement(GatherSourcingRules).WithoutTimeout().ListAsync(Read, token);

    /// <summary>The first columns of a row, in the order of the statement.</summary>
    public static SourcingRule Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        new(row.Optional<string>(1), row.Optional<string>(2), null, row.Optional<string>(3), null, row.Optional<string>(4)),
        row.GetInt32(5),
        SourcesOf(row.GetString(6)));

    private static IReadOnlyList<SourceTerms> SourcesOf(string json)
    {
        const int Remembered = 10_000;

        if (_sources.TryGetValue(json, out var known))
        {
            return known;
        }

        var sources = JsonSerializer.Deserialize(json, ReplenishmentJson.Default.IReadOnlyListSourceTerms) ?? throw new JsonException("Sources are not null.");

        if (_sources.Count < Remembered)
        {
            _sources.TryAdd(json, sources);
        }

        return sources;
    }
}
