using Microsoft.AspNetCore.Mvc;

namespace Composerp.InventoryLedger.Imports;

/// <summary>What came of an import, with the first of its errors.</summary>
internal sealed record ImportAnswer(
    string Id,
    string Kind,
    string Source,
    bool DryRun,
    string Status,
    long Rows,
    long Posted,
    long AlreadyPosted,
    long Zeros,
    long Refused,
    decimal Quantity,
    IReadOnlyList<RowError> Errors)
{
    private const int ErrorsShown = 1_000;

    public static async Task<IResult> ReadAsync(string id, ImportStore imports, CancellationToken token)
    {
        var import = await imports.FindAsync(id, token) ?? throw new InvalidOperationException($"The import {id} has vanished.");
        var errors = await imports.ListErrorsAsync(id, (0, 0, ""), ErrorsShown, token);
        var answer = new ImportAnswer(
            import.Id, import.Kind, import.Source, import.DryRun, import.Status, import.Rows, import.Posted, import.AlreadyPosted,
            import.Zeros, import.Refused, import.Quantity, errors);

        return import.Problem is { } fault ? TypedResults.Problem(answer.Problem(fault)) : TypedResults.Ok(answer);
    }

    private ProblemDetails Problem(FileFault fault)
    {
        var status = fault.IsInterruption ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status422UnprocessableEntity;
        var problem = LedgerProblem.Of(status, fault.Type, fault.Reason);
        problem.Extensions["line"] = fault.Line;
        problem.Extensions["column"] = fault.Column;
        problem.Extensions["id"] = Id;
        problem.Extensions["kind"] = Kind;
        problem.Extensions["source"] = Source;
        problem.Extensions["dryRun"] = DryRun;
        problem.Extensions["rows"] = Rows;
        problem.Extensions["posted"] = Posted;
        problem.Extensions["alreadyPosted"] = AlreadyPosted;
        problem.Extensions["zeros"] = Zeros;
        problem.Extensions["refused"] = Refused;
        problem.Extensions["quantity"] = Quantity;
        problem.Extensions["errors"] = Errors;

        return problem;
    }
}
