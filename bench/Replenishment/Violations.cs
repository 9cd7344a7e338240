using Composerp.Bench.Support;
using Composerp.Replenishment.Tests.Sequences;

namespace Composerp.Bench.Replenishment;

/// <summary>Random sequences of run, approve, receive, edit, cancel, sell and runs at once: what was ordered twice, or against a condition.</summary>
/// <remarks>
/// Most of them are lived through in memory, by the functions that the service decides with. What only the database can break, runs and
/// people at once, is tried with the service itself, where every item at a location is one sequence.
/// </remarks>
internal sealed class Violations(int inMemory, int locations, int rounds)
{
    private const int Shown = 20;

    public async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken token)
    {
        var found = Enumerable.Range(0, inMemory).AsParallel().WithDegreeOfParallelism(2).WithCancellation(token)
            .SelectMany(OrderingSequence.ViolationsOf).OrderBy(violation => violation.Length).ToList();
        var people = new PeopleAtOnce(locations, rounds);
        found.AddRange(await people.ViolationsAsync(token));

        foreach (var violation in found.Take(Shown))
        {
            Console.WriteLine($"  {violation}");
        }

        return
        [
            Figure.Plain("sequences-in-memory", inMemory, "sequences"),
            Figure.Plain("sequences-with-database", people.Sequences, "sequences"),
            Figure.Plain("requests-with-database", people.Requests, "requests"),
            Figure.AtMost("violations", found.Count, "found", 0),
        ];
    }
}
