using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Composerp.Forecasting.DayMarks;

/// <summary>POST /v1/day-marks and POST /v1/imports/day-marks: says what is special about days; the same again changes nothing.</summary>
internal static class PutMarks
{
    private const int RowsMax = 10_000;

    /// <param name="Marks">Sent.</param>
    /// <param name="Changed">Those that are new or different now.</param>
    internal sealed record Answer(int Marks, int Changed);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/v1/day-marks", PostAsync)
            .WithName(nameof(PutMarks))
            .WithSummary("Marks days as outliers, promotions, closures or events: up to 10,000 marks, all or none.")
            .WithDescription("Item and location may be new: a mark counts once the ledger tells of them.")
            .WithTags("Day marks")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes
            .MapPost("/v1/imports/day-marks", ImportAsync)
            .WithName("ImportMarks")
            .WithSummary("The same as a CSV file: kind, from, reason, and if needed to, location, sku, uplift.")
            .WithTags("Day marks")
            .Accepts<string>("text/csv", "*/*")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static Task<Results<Ok<Answer>, ProblemHttpResult>> PostAsync(
        IReadOnlyList<MarkRow> rows, [FromQuery] string? actor, MarkStore marks, CancellationToken token) =>
        PutAsync([.. rows.Select((row, place) => (place + 1, row))], [], actor, marks, token);

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> ImportAsync(
        HttpRequest request, [FromQuery] string? actor, MarkStore marks, CancellationToken token)
    {
        var file = await MarkFile.ReadAsync(request.Body, RowsMax, token);

        return await PutAsync(file.Rows, file.Faults, actor, marks, token);
    }

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> PutAsync(
        IReadOnlyList<(int Number, MarkRow Row)> rows,
        IReadOnlyList<RowFault> faults,
        string? actor,
        MarkStore marks,
        CancellationToken token)
    {
        if (RowFault.OfOptionalText(0, "actor", actor) is { } bad)
        {
            return ForecastingProblem.Invalid(bad.Field, bad.Type, bad.Reason);
        }

        if (rows.Count > RowsMax)
        {
            return ForecastingProblem.Invalid("", "too-many-rows", $"At most {RowsMax} marks are stored at once.");
        }

        RowFault[] all = [.. faults.Concat(FaultsOf(rows, faults)).OrderBy(fault => fault.Row)];

        if (all.Length > 0)
        {
            return ForecastingProblem.InvalidRows(all);
        }

        return TypedResults.Ok(new Answer(rows.Count, await marks.PutAsync([.. rows.Select(row => row.Row)], actor, token)));
    }

    // A field that was no value of its kind is not reported as missing, too.
    private static IEnumerable<RowFault> FaultsOf(IReadOnlyList<(int Number, MarkRow Row)> rows, IReadOnlyList<RowFault> known)
    {
        var named = known.Select(fault => (fault.Row, fault.Field)).ToHashSet();
        var seen = new HashSet<(string?, string?, string?, DateOnly, DateOnly)>();

        foreach (var (number, row) in rows)
        {
            if (named.Contains((number, "")))
            {
                continue;
            }

            foreach (var fault in row.Faults(number).Where(fault => !named.Contains((fault.Row, fault.Field))))
            {
                yield return fault;
            }

            if (!seen.Add(row.Key))
            {
                yield return new(number, "from", "repeated-mark", "The same days of the same item and location are marked the same way twice.");
            }
        }
    }
}
