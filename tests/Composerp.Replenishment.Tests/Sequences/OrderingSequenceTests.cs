namespace Composerp.Replenishment.Tests.Sequences;

public sealed class OrderingSequenceTests
{
    // The same sequences every time; the benchmark lives through a hundred thousand.
    [Fact]
    public void Whatever_happens_in_whichever_order_nothing_is_ordered_twice_and_every_condition_is_kept()
    {
        var violations = Enumerable.Range(0, 2_000).AsParallel().SelectMany(OrderingSequence.ViolationsOf).OrderBy(violation => violation.Length).ToList();

        Assert.True(violations is [], string.Join(Environment.NewLine, violations.Take(10).Prepend($"{violations.Count} violations")));
    }
}
