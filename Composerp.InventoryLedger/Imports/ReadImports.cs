using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.InventoryLedger.Imports;

/// <summary>GET /v1/imports, /v1/imports/{id} and /v1/imports/{id}/errors: what came of imports, also while they run.</summary>
internal static class ReadImports
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/imports", ListAsync)
            .WithName("ListImports")
            .WithSummary("Imports, the latest first.")
            .WithTags("Imports")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        routes.MapGet("/v1/imports/{id}", GetAsync)
            .WithName("GetImport")
            .WithSummary("One import; while it runs its counts grow.")
            .WithTags("Imports")
            .ProducesProblem(StatusCodes.Status404NotFound);

        routes.MapGet("/v1/imports/{id}/errors", ListErrorsAsync)
            .WithName("ListImportErrors")
            .WithSummary("The refused rows of an import in the order of the file, once it has ended.")
            .WithTags("Imports")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<ImportView>>, ProblemHttpResult>> ListAsync(
        string? after, int? limit, ImportStore imports, CancellationToken token)
    {
        if (Page.Refusal(limit) is { } refusal)
        {
            return refusal;
        }

        if (after is not null && await imports.FindAsync(after, token) is null)
        {
            return TypedResults.Problem(LedgerProblem.UnknownCursor());
        }

        return TypedResults.Ok(Page.Of(await imports.ListAsync(after, Page.Limit(limit) + 1, token), Page.Limit(limit), import => import.Id));
    }

    private static async Task<Results<Ok<ImportView>, ProblemHttpResult>> GetAsync(string id, ImportStore imports, CancellationToken token) =>
        await imports.FindAsync(id, token) is { } import
            ? TypedResults.Ok(import)
            : TypedResults.Problem(LedgerProblem.NotFound("import"));

    private static async Task<Results<Ok<Page<RowError>>, ProblemHttpResult>> ListErrorsAsync(
        string id, string? after, int? limit, ImportStore imports, CancellationToken token)
    {
        if (Page.Refusal(limit) is { } refusal)
        {
            return refusal;
        }

        if (!TryReadCursor(after, out var from))
        {
            return TypedResults.Problem(LedgerProblem.UnknownCursor());
        }

        if (await imports.FindAsync(id, token) is null)
        {
            return TypedResults.Problem(LedgerProblem.NotFound("import"));
        }

        var errors = await imports.ListErrorsAsync(id, from, Page.Limit(limit) + 1, token);

        return TypedResults.Ok(Page.Of(errors, Page.Limit(limit), error => string.Create(
            CultureInfo.InvariantCulture, $"{error.Line}:{error.Column}:{error.Field}")));
    }

    private static bool TryReadCursor(string? text, out (long Line, long Column, string Field) cursor)
    {
        cursor = (0, 0, "");

        if (text is null)
        {
            return true;
        }

        if (text.Split(':') is not [var line, var column, var field]
            || !long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out cursor.Line)
            || !long.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out cursor.Column))
        {
            return false;
        }

        cursor.Field = field;

        return true;
    }
}
