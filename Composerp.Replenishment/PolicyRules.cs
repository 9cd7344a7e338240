using System.Collections.Concurrent;
using System.Text.Json;
using Composerp.Replenishment.Domain.Policies;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment;

/// <summary>Reads rules: planning reads all of them, whoever asks for one item and location those that may be for it.</summary>
internal static class PolicyRules
{
    private static readonly string ReadRules = SqlFile.Of(typeof(PolicyRules), "read_rules.sql");

    // Many rules are written in the same few words.
    private static readonly ConcurrentDictionary<string, PolicyTerms> _terms = [];

    /// <param name="location">null: of all locations.</param>
    /// <param name="sku">null: of all items.</param>
    public static Task<List<PolicyRule>> ReadAsync(NpgsqlTransaction transaction, string? location, string? sku, CancellationToken token) =>
        transaction.Statement(ReadRules).WithoutTimeout()
            .With(location).With(sku).With(false).With<string?>(null).With<string?>(null).With<long?>(null)
            .ListAsync(Read, token);

    /// <summary>Rules by name, without the policies of one item at one location.</summary>
    /// <param name="name">null: all.</param>
    /// <param name="after">The name behind which the page begins.</param>
    public static Task<List<T>> ListAsync<T>(
        NpgsqlDataSource database, string? name, string? after, int rows, Func<NpgsqlDataReader, T> read, CancellationToken token) =>
        database.Statement(ReadRules)
            .With<string?>(null).With<string?>(null).With(true).With(name).With(after).With<long?>(rows)
            .ListAsync(read, token);

    /// <summary>The first columns of a row, in the order of the statement.</summary>
    public static PolicyRule Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        new(
            row.Optional<string>(1),
            row.Optional<string>(2),
            row.Optional<string>(3),
            row.Optional<string>(4),
            row.Optional<string>(5),
            row.Optional<string>(6)),
        row.GetInt32(7),
        new(row.Optional<DateOnly?>(8), row.Optional<DateOnly?>(9), row.Optional<string>(10), row.Optional<string>(11)),
        TermsOf(row.GetString(12)));

    public static PolicyTerms TermsOf(string json)
    {
        const int Remembered = 10_000;

        if (_terms.TryGetValue(json, out var known))
        {
            return known;
        }

        var terms = JsonSerializer.Deserialize(json, ReplenishmentJson.Default.PolicyTerms) ?? throw new JsonException("Terms are not null.");

        if (_terms.Count < Remembered)
        {
            _terms.TryAdd(json, terms);
        }

        return terms;
    }
}
