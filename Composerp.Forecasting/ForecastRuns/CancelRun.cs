using Composerp.Contracts;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>POST /v1/forecast-runs/{id}/cancel: ends a run that is queued or at work.</summary>
/// <remarks>
/// Whoever works on it notices with the end of the part at hand, which is rolled back. Cancelling twice is as good as once.
/// </remarks>
internal static class CancelRun
{
    private static readonly string Cancel = SqlFile.Of(typeof(CancelRun), "cancel_run.sql");

    /// <param name="Actor">Who cancels.</param>
    /// <param name="Reason">Why; shown as the run's problem.</param>
    internal sealed record Request(string Actor, string? Reason = null);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/forecast-runs/{id:guid}/cancel", HandleAsync)
        .WithName(nameof(CancelRun))
        .WithSummary("Cancels a forecast run that is queued or running; its forecasts so far are dropped.")
        .WithTags("Forecast runs")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<ForecastRun>, ProblemHttpResult>> HandleAsync(
        Guid id, Request request, NpgsqlDataSource database, ForecastRunRows runs, EventSignal signal, CancellationToken token)
    {
        if (RequestText.FindRefusal("actor", request.Actor) is { } actorRefused)
        {
            return actorRefused;
        }

        if (request.Reason is { } reason && RequestText.FindRefusal("reason", reason) is { } reasonRefused)
        {
            return reasonRefused;
        }

        await CancelAsync(database, id, request, token);
        signal.Wake();

        return await runs.FindAsync(id, token) switch
        {
            null => ForecastingProblem.UnknownRun(id),
            { Status: "cancelled" } run => TypedResults.Ok(run),
            var run => ForecastingProblem.RunEnded(run.Status),
        };
    }

    private static async Task CancelAsync(NpgsqlDataSource database, Guid id, Request request, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        await using var command = new NpgsqlCommand(Cancel, connection, transaction)
        {
            Parameters = { Value(id), Value(request.Actor), Nullable(NpgsqlDbType.Text, request.Reason) },
        };

        if (await command.ExecuteScalarAsync(token) is DateTime cancelledAt)
        {
            await RunEvents.AppendAsync(
                transaction,
                EventTypes.ForecastRunCancelled,
                new ForecastRunCancelledV1(id, new DateTimeOffset(cancelledAt), request.Actor, request.Reason),
                ContractsJson.Default.ForecastRunCancelledV1,
                token);
        }

        await transaction.CommitAsync(token);
    }
}
