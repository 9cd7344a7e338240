using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Policies;
using Composerp.Replenishment.Domain.Simulation;
using Composerp.Replenishment.Numerics.Simulation;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Simulations;

/// <summary>POST /v1/simulations: lets one or two policies live through days of demand, and stores nothing.</summary>
internal static class RunSimulation
{
    private const int HistoryDays = 1_095;

    // A prime, so that no review or season keeps step with it.
    private const int LeadTimesDrawn = 997;

    private static readonly string FindSeries = SqlFile.Of(typeof(RunSimulation), "find_series.sql");

    /// <param name="Demand">Of the days that count.</param>
    internal sealed record Answer(long Seed, int Days, DemandSummary Demand, Result Policy, Result? ComparedWith);

    /// <param name="Mean">Units per day.</param>
    /// <param name="DaysWithout">Days without demand.</param>
    internal sealed record DemandSummary(double Total, double Mean, double Deviation, int DaysWithout);

    /// <param name="ReorderPoint">At or below it is ordered; of order-up-to the level itself.</param>
    /// <param name="OrderUpTo">Is filled up to; of lots the highest position.</param>
    /// <param name="OrderQuantity">The lot; absent where there is none.</param>
    /// <param name="CycleService">Share of the cycles, from one arrival to the next, without a stock-out.</param>
    /// <param name="FillRate">Share of the demand that was served from the shelf.</param>
    /// <param name="AverageStock">On hand in the evening.</param>
    /// <param name="StockOutDays">Days that did not serve all.</param>
    /// <param name="Ordered">Units.</param>
    /// <param name="Costs">Absent where no costs were given.</param>
    internal sealed record Result(
        double ReorderPoint,
        double OrderUpTo,
        double? OrderQuantity,
        int ReviewDays,
        double CycleService,
        double FillRate,
        double AverageStock,
        int StockOutDays,
        int Orders,
        double Ordered,
        SimulatedCost? Costs);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/simulations", HandleAsync)
        .WithName(nameof(RunSimulation))
        .WithSummary("Lets one or two policies live through the same days of demand: achieved service, stock, orders and cost.")
        .WithDescription("The same request gives the same answer. Nothing is stored.")
        .WithTags("Simulations")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> HandleAsync(
        SimulationRequest request, NpgsqlDataSource database, CancellationToken token)
    {
        if (request.FirstViolation() is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        DemandLaw[] forecast = [];

        if (request.Demand.Forecast is { } wanted)
        {
            var series = await database.Statement(FindSeries).With(wanted.Location).With(wanted.Sku).FindAsync(
                row => Tuple.Create(row.GetFieldValue<float[]>(0), row.GetFieldValue<float[]>(1)), token);
            forecast = series is null ? [] : LawsOf(series.Item1, series.Item2);

            if (forecast.Length == 0)
            {
                return ReplenishmentProblem.Invalid(new(
                    "forecast", "no-forecast", $"There is no forecast of {wanted.Sku} at {wanted.Location} that one can draw from."));
            }
        }

        // Demand before lead times, and a history of its own first, so that none of them moves the others.
        var draws = new UniformDraws((ulong)request.Seed);
        var history = HistoryOf(request.Demand, forecast, draws);
        var demand = DemandOf(request.Demand, forecast, request.DayCount, draws);
        var chances = request.Chances();
        var leadTimes = draws.LeadTimes(chances, LeadTimesDrawn);
        var results = new List<Result>(2);

        foreach (var terms in new[] { request.Policy, request.ComparedWith }.OfType<PolicyTerms>())
        {
            var asked = terms.ServiceLevel is null && terms.FillRate is null ? terms : terms with { Shortage = terms.Shortage ?? request.Shortage };
            var (rule, refusal) = SimulatedRule.Find(asked, chances, history, request.Costs?.UnitCost ?? 0);

            if (rule is not { } known)
            {
                return ReplenishmentProblem.Invalid(refusal ?? new Violation("policy", "policy-not-simulated", "The policy has no numbers."));
            }

            var lived = known with { Multiple = request.OrderMultiple };
            var start = request.StartStock ?? Math.Max(0, lived.Level);
            results.Add(ResultOf(lived, StockSimulation.Run(demand, leadTimes, lived, request.Shortage, start, request.WarmUpDays), request.Costs));
        }

        return TypedResults.Ok(new Answer(
            request.Seed, request.DayCount - request.WarmUpDays, SummaryOf(demand[request.WarmUpDays..]), results[0], results.ElementAtOrDefault(1)));
    }

    private static double[] HistoryOf(SimulatedDemand demand, DemandLaw[] forecast, UniformDraws draws) =>
        demand.Daily is { } daily ? [.. demand.History ?? daily] : DemandOf(demand, forecast, HistoryDays, draws);

    private static double[] DemandOf(SimulatedDemand demand, DemandLaw[] forecast, int days, UniformDraws draws) => demand switch
    {
        { Daily: { } daily } => [.. daily.Take(days)],
        { Law: { } law } => new DemandLaw(law.Chance, law.Mean, law.Deviation * law.Deviation).Path(days, draws.Next),
        _ => [.. Enumerable.Range(0, days).SelectMany(day => forecast[day % forecast.Length].Path(1, draws.Next))],
    };

    // Its days one after the other, and again from the first.
    private static DemandLaw[] LawsOf(float[] mean, float[] sigma) =>
        mean.Length == sigma.Length && mean.All(Usable) && sigma.All(Usable)
            ? [.. mean.Zip(sigma, (one, deviation) => new DemandLaw(1, Math.Max(1e-6, one), (double)deviation * deviation))]
            : [];

    private static bool Usable(float value) => value is >= 0 and <= 100_000;

    private static Result ResultOf(StockRule rule, SimulatedStock lived, SimulatedCosts? costs) => new(
        Rounded(rule.ReorderPoint),
        Rounded(rule.Level),
        rule.Lot > 0 ? Rounded(rule.Lot) : null,
        rule.ReviewDays,
        Rounded(lived.CycleService),
        Rounded(lived.FillRate),
        Rounded(lived.MeanStock),
        lived.StockOutDays,
        lived.Orders,
        Rounded(lived.Ordered),
        costs?.Of(lived));

    private static DemandSummary SummaryOf(double[] demand)
    {
        var mean = demand.Average();

        return new(
            Rounded(demand.Sum()), Rounded(mean), Rounded(Math.Sqrt(demand.Average(units => (units - mean) * (units - mean)))), demand.Count(units => units == 0));
    }

    private static double Rounded(double value) => Math.Round(value, 4);
}
