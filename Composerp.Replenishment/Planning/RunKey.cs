using System.Security.Cryptography;
using System.Text.Json;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Planning;

/// <summary>What a run is asked for with, so that it is done once only, however often it is sent.</summary>
/// <param name="RequestHash">Of what is asked for.</param>
internal sealed record RunKey(string Key, byte[] RequestHash)
{
    private static readonly string FindRunOfKey = SqlFile.Of<RunKey>("find_run_of_key.sql");
    private static readonly string KeepRunKey = SqlFile.Of<RunKey>("keep_run_key.sql");

    public static RunKey Of<T>(string key, T request) => new(key, SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, JsonSerializerOptions.Web)));

    /// <summary>The run that was made with the key, under the lock of planning; null where none was.</summary>
    public async Task<KeyedRun?> FindAsync(NpgsqlTransaction transaction, CancellationToken token) =>
        await transaction.Statement(FindRunOfKey).With(Key).FindAsync(
            row => new KeyedRun(row.GetGuid(0), row.GetFieldValue<byte[]>(1).AsSpan().SequenceEqual(RequestHash)), token);

    public Task KeepAsync(NpgsqlTransaction transaction, Guid run, CancellationToken token) =>
        transaction.Statement(KeepRunKey).With(Key).With(RequestHash).With(run).RunAsync(token);
}

/// <param name="IsSame">The same was asked for.</param>
internal sealed record KeyedRun(Guid Id, bool IsSame);
