using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Composerp.InventoryLedger.Imports;

/// <summary>POST /v1/imports/sales and its like: takes a file row by row; sent again, it counts once.</summary>
internal static class ImportFiles
{
    /// <summary>Time to say that an import failed when its caller or the service is going away.</summary>
    private static readonly TimeSpan _lastWords = TimeSpan.FromSeconds(3);

    /// <summary>Time to hear that the service stops, for a caller who is still sending.</summary>
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map<ItemChange>(routes, "items", ItemRows.Columns, "Makes items what is given.", (call, _) =>
            Task.FromResult<IRowImport<ItemChange>>(new ItemRows(call.Actor, call.Items)));
        Map<LocationChange>(routes, "locations", LocationRows.Columns, "Makes locations what is given.", (call, _) =>
            Task.FromResult<IRowImport<LocationChange>>(new LocationRows(call.Actor, call.Locations)));
        Map<Movement>(routes, "sales", SalesRows.Columns, "Posts sales of business days.", async (call, token) => new SalesRows(
            call.Source ?? "", call.Actor, DateOnly.FromDateTime((call.Time.GetUtcNow() + MovementRules.FutureMax).UtcDateTime), call.Ledger,
            await call.Imports.ReadLocationsAsync(token)));
        Map<Movement>(routes, "counts", CountRows.Columns, "Posts what was found when stock was counted.", async (call, token) => new CountRows(
            call.Source ?? "", call.Id, call.Actor, call.Time.GetUtcNow(), call.Ledger, await call.Imports.ReadLocationsAsync(token)));
        Map<Movement>(routes, "opening-stock", OpeningStockRows.Columns, "Posts the stock at go-live and its cost.", async (call, token) => new OpeningStockRows(
            call.Source ?? "", call.Actor, call.Time.GetUtcNow(), call.Ledger, await call.Imports.ReadLocationsAsync(token)));
    }

    private static void Map<TValue>(
        IEndpointRouteBuilder routes,
        string kind,
        ImportColumns columns,
        string summary,
        Func<ImportCall, CancellationToken, Task<IRowImport<TValue>>> begin)
        where TValue : class => routes
            .MapPost($"/v1/imports/{kind}", ([AsParameters] ImportCall call, CancellationToken token) => HandleAsync(kind, columns, begin, call, token))
            .WithName($"Import{string.Concat(kind.Split('-').Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}"))}")
            .WithSummary($"{summary} CSV or NDJSON: {columns}. Sent again, it counts once.")
            .WithDescription(
                "Good rows are posted, bad ones reported with line, column and reason (the first 1,000 in the answer). A file that cannot be read to its "
                + "end is a problem with line and column; the rows before it are posted, and the corrected file completes them. dryRun=true posts "
                + "nothing and reports the same; whether stock suffices it can tell only as things stand, without the rows before.")
            .WithTags("Imports")
            .Accepts<string>("text/csv", "application/x-ndjson", "*/*")
            .Produces<ImportAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithMetadata(new DisableRequestSizeLimitAttribute());

    private static async Task<IResult> HandleAsync<TValue>(
        string kind,
        ImportColumns columns,
        Func<ImportCall, CancellationToken, Task<IRowImport<TValue>>> begin,
        ImportCall call,
        CancellationToken token)
        where TValue : class
    {
        var id = call.Id ?? Guid.CreateVersion7().ToString("N");

        if (call.Errors(id).ToArray() is { Length: > 0 } errors)
        {
            return TypedResults.Problem(LedgerProblem.Of(StatusCodes.Status422UnprocessableEntity, errors));
        }

        if (!await call.Imports.TryStartAsync(id, kind, call.Source ?? "", call.Actor, call.IsDryRun, token))
        {
            return TypedResults.Problem(LedgerProblem.Of(StatusCodes.Status409Conflict, "import-running", $"The import {id} is running."));
        }

        var run = new ImportRun<TValue>(id, call.IsDryRun, await begin(call, token), call.Imports, call.Time);
        using var file = call.OpenFile(columns);

        try
        {
            var fault = await run.RunAsync(file, call.Service.ApplicationStopping, token);
            await call.Imports.FinishAsync(id, fault, token);

            if (fault is { IsInterruption: true })
            {
                HangUpAfterAnswer(call.Request.HttpContext, call.Time);
            }
        }
        catch (Exception fault) when (fault is NpgsqlException or OperationCanceledException or InvalidOperationException or IOException)
        {
            await FailAsync(run, call.Imports, id, call.Time);

            throw;
        }

        return await ImportAnswer.ReadAsync(id, call.Imports, token);
    }

    // The server would go on reading what nobody wants any more, and the service could not end before it.
    private static void HangUpAfterAnswer(HttpContext context, TimeProvider time)
    {
        var connection = context.Features.GetRequiredFeature<IConnectionLifetimeFeature>();
        context.Response.OnCompleted(async () =>
        {
            await Task.Delay(_farewell, time);
            connection.Abort();
        });
    }

    // Without these words the import is found dead a few seconds later: its process says nothing any more.
    private static async Task FailAsync<TValue>(ImportRun<TValue> run, ImportStore imports, string id, TimeProvider time)
        where TValue : class
    {
        using var limit = new CancellationTokenSource(_lastWords, time);

        try
        {
            await run.SaveAsync(limit.Token);
            await imports.FinishAsync(id, FileFault.Interrupted(line: 0), limit.Token);
        }
        catch (Exception fault) when (fault is NpgsqlException or OperationCanceledException)
        {
            // The database is away; the fault that ended the import is the one to report.
        }
    }
}
