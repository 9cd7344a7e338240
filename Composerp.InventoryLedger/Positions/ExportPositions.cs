using System.ComponentModel;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.InventoryLedger.Positions;

/// <summary>GET /v1/positions/export: the same as the list, as one stream.</summary>
internal static class ExportPositions
{
    // Each so many are of one moment; a transaction over all of them would keep the database from tidying up meanwhile.
    private const int ReadAtOnce = 1_000;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/positions/export", Handle)
        .WithName(nameof(ExportPositions))
        .WithSummary("Stock per item and location as one stream: JSON lines, or CSV with a header.")
        .WithTags("Positions")
        .Produces<PositionView>(StatusCodes.Status200OK, ExportFormat.JsonLines.ContentType, ExportFormat.Csv.ContentType)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status406NotAcceptable)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static Results<Export<PositionView>, ProblemHttpResult> Handle(
        [AsParameters] PositionFilter filter,
        [Description(ExportFormat.Description)] string? format,
        HttpRequest request,
        PositionPages positions,
        CancellationToken token)
    {
        if (filter.Problem is { } problem)
        {
            return TypedResults.Problem(problem);
        }

        return ExportFormat.Find(format, request) is { } found
            ? new Export<PositionView>(ReadAsync(filter, positions, token), found)
            : TypedResults.Problem(LedgerProblem.UnknownFormat());
    }

    private static async IAsyncEnumerable<PositionView> ReadAsync(
        PositionFilter filter, PositionPages positions, [EnumeratorCancellation] CancellationToken token)
    {
        Place? from = null;

        while (true)
        {
            var page = await positions.ReadAsync(filter, from, ReadAtOnce, token);

            foreach (var position in page.Items)
            {
                yield return position;
            }

            if (!Place.TryReadCursor(page.Next, out from) || from is null)
            {
                yield break;
            }
        }
    }
}
