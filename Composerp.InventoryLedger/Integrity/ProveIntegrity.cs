using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Composerp.InventoryLedger.Integrity;

/// <summary>GET /v1/integrity: proves that the ledger is what it says, or names what is not so.</summary>
/// <remarks>
/// Each shard is proven as of one moment, while posting goes on. A proof goes on from where the last one ended, unless it
/// is asked for in full; what was proven then and was changed since is found in full only.
/// </remarks>
internal static class ProveIntegrity
{
    private const string ContentType = "application/x-ndjson";

    private static readonly byte[] _lineEnd = "\n"u8.ToArray();

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/integrity", HandleAsync)
        .WithName(nameof(ProveIntegrity))
        .WithSummary("Proves the ledger shard by shard, from where the last proof ended; ?full=true from the first entry.")
        .WithDescription(
            "One JSON object per line: how far a shard has been followed, every violation with shard, claim and position, each shard's "
            + "verdict, and in the last line that of the whole. Without a last line the proof was not finished.")
        .WithTags("Integrity")
        .Produces<ProofLine>(StatusCodes.Status200OK, ContentType)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task HandleAsync(
        [Description("true proves from the first entry on.")] bool? full,
        NpgsqlDataSource database,
        IntegrityMetrics metrics,
        IOptions<JsonOptions> json,
        HttpContext http)
    {
        var token = http.RequestAborted;
        await using var proof = await IntegrityProof.TryBeginAsync(database, full ?? false, token);

        if (proof is null)
        {
            await TypedResults.Problem(LedgerProblem.Of(
                StatusCodes.Status409Conflict, "proof-running", "The ledger is being proven already.")).ExecuteAsync(http);

            return;
        }

        http.Response.ContentType = ContentType;

        await foreach (var line in proof.RunAsync(token))
        {
            metrics.Tell(line);
            await JsonSerializer.SerializeAsync(http.Response.Body, line, json.Value.SerializerOptions, token);
            await http.Response.Body.WriteAsync(_lineEnd, token);
            await http.Response.Body.FlushAsync(token);
        }
    }
}
