using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment;

/// <summary>Which suppliers there are: asked wherever somebody names one.</summary>
/// <remarks>Suppliers are never deleted, so an answer stays true; a foreign key is the second line of defence.</remarks>
internal sealed class SupplierCodes(NpgsqlDataSource database)
{
    private static readonly string FindUnknown = SqlFile.Of<SupplierCodes>("find_unknown_suppliers.sql");

    /// <summary>Those of the codes that no supplier has.</summary>
    public async Task<HashSet<string>> FindUnknownAsync(IEnumerable<string> codes, CancellationToken token) =>
        [.. await database.Statement(FindUnknown).With(codes.Distinct().ToArray()).ListAsync(row => row.GetString(0), token)];

    /// <summary>The same within a transaction.</summary>
    public static async Task<HashSet<string>> FindUnknownAsync(NpgsqlTransaction transaction, IEnumerable<string> codes, CancellationToken token) =>
        [.. await transaction.Statement(FindUnknown).With(codes.Distinct().ToArray()).ListAsync(row => row.GetString(0), token)];
}
