using System.ComponentModel;
using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Composerp.InventoryLedger.Imports;

/// <summary>POST /v1/imports/sales: posts the sales of a CSV file; sent again, it counts once.</summary>
internal static class ImportSales
{
    private const int ErrorsShown = 1_000;

    /// <summary>Time to say that an import failed when its caller or the service is going away.</summary>
    private static readonly TimeSpan _lastWords = TimeSpan.FromSeconds(3);

    /// <summary>Time to hear that the service stops, for a caller who is still sending.</summary>
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(1);

    internal sealed record ImportAnswer(
        string Id,
        string Source,
        bool DryRun,
        string Status,
        long Rows,
        long Posted,
        long AlreadyPosted,
        long Zeros,
        long Refused,
        decimal Quantity,
        IReadOnlyList<RowError> Errors);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/imports/sales", HandleAsync)
        .WithName(nameof(ImportSales))
        .WithSummary("Posts the sales of a CSV file: date,sku,location,quantity[,price][,id]. Sent again, it counts once.")
        .WithDescription(
            "Good rows are posted, bad ones reported with line, column and reason (the first 1,000 in the answer). A file that cannot be read to its "
            + "end is a problem with line and column; the rows before it are posted, and the corrected file completes them. dryRun=true posts "
            + "nothing and reports the same; whether stock suffices it can tell only as things stand, without the rows before.")
        // Whatever curl and the like call it: only the content tells.
        .WithTags("Imports")
        .Accepts<string>("text/csv", "*/*")
        .Produces<ImportAnswer>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .WithMetadata(new DisableRequestSizeLimitAttribute());

    private static async Task<IResult> HandleAsync(
        [Description("Whose rows these are, such as \"till\": the same row of the same source counts once. Required.")] string? source,
        [Description("What the import is to be called, to watch it while it runs; by default the service makes a name.")] string? id,
        [Description("true reports and posts nothing.")] bool? dryRun,
        string? actor,
        HttpRequest request,
        ImportStore imports,
        PostingStore ledger,
        TimeProvider time,
        IHostApplicationLifetime service,
        CancellationToken token)
    {
        var importId = id ?? Guid.CreateVersion7().ToString("N");

        if (ParameterErrors(source, importId, actor).ToArray() is { Length: > 0 } errors)
        {
            return TypedResults.Problem(LedgerProblem.Of(StatusCodes.Status422UnprocessableEntity, errors));
        }

        if (!await imports.TryStartAsync(importId, source ?? "", actor, dryRun ?? false, token))
        {
            return TypedResults.Problem(LedgerProblem.Of(
                StatusCodes.Status409Conflict, "import-running", $"The import {importId} is running."));
        }

        var locations = await imports.ReadLocationsAsync(token);
        var lastDay = DateOnly.FromDateTime((time.GetUtcNow() + MovementRules.FutureMax).UtcDateTime);
        var run = new ImportRun(importId, dryRun ?? false, ledger, imports, time);
        using var file = new SalesFile(request.Body, lastDay);

        try
        {
            var fault = await run.RunAsync(
                file, new(source ?? "", actor, locations), code => Shards.OfLocation(code.Value), service.ApplicationStopping, token);
            await imports.FinishAsync(importId, fault, token);

            if (fault is { IsInterruption: true })
            {
                HangUpAfterAnswer(request.HttpContext, time);
            }
        }
        catch (Exception fault) when (fault is NpgsqlException or OperationCanceledException or InvalidOperationException or IOException)
        {
            await FailAsync(run, imports, importId, time);

            throw;
        }

        return await AnswerAsync(importId, imports, token);
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

    private static IEnumerable<FieldError> ParameterErrors(string? source, string id, string? actor)
    {
        if (!Codes.IsCode(source))
        {
            yield return new("source", "bad-source", $"The source says whose rows these are. {LedgerReasons.BadCode}");
        }

        if (!Codes.IsCode(id))
        {
            yield return new("id", "bad-id", LedgerReasons.BadCode);
        }

        if (actor is not null && !Codes.IsText(actor, Codes.TextLengthMax))
        {
            yield return new("actor", "bad-text", LedgerReasons.BadText(Codes.TextLengthMax));
        }
    }

    private static async Task<IResult> AnswerAsync(string id, ImportStore imports, CancellationToken token)
    {
        var import = await imports.FindAsync(id, token) ?? throw new InvalidOperationException($"The import {id} has vanished.");
        var errors = await imports.ListErrorsAsync(id, (0, 0, ""), ErrorsShown, token);
        var answer = new ImportAnswer(
            import.Id, import.Source, import.DryRun, import.Status, import.Rows, import.Posted, import.AlreadyPosted, import.Zeros,
            import.Refused, import.Quantity, errors);

        return import.Problem is { } fault ? TypedResults.Problem(Problem(fault, answer)) : TypedResults.Ok(answer);
    }

    private static ProblemDetails Problem(FileFault fault, ImportAnswer answer)
    {
        var status = fault.IsInterruption ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status422UnprocessableEntity;
        var problem = LedgerProblem.Of(status, fault.Type, fault.Reason);
        problem.Extensions["line"] = fault.Line;
        problem.Extensions["column"] = fault.Column;
        problem.Extensions["id"] = answer.Id;
        problem.Extensions["source"] = answer.Source;
        problem.Extensions["dryRun"] = answer.DryRun;
        problem.Extensions["rows"] = answer.Rows;
        problem.Extensions["posted"] = answer.Posted;
        problem.Extensions["alreadyPosted"] = answer.AlreadyPosted;
        problem.Extensions["zeros"] = answer.Zeros;
        problem.Extensions["refused"] = answer.Refused;
        problem.Extensions["quantity"] = answer.Quantity;
        problem.Extensions["errors"] = answer.Errors;

        return problem;
    }

    // Without these words the import is found dead a few seconds later: its process says nothing any more.
    private static async Task FailAsync(ImportRun run, ImportStore imports, string id, TimeProvider time)
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
