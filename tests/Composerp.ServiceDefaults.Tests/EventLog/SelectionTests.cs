using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.EventLog.Consuming;
using CsCheck;

namespace Composerp.ServiceDefaults.Tests.EventLog;

/// <summary>The rule on which "exactly once, in order" rests, over any batch.</summary>
public sealed class SelectionTests
{
    private static readonly Gen<(int Shard, long Sequence)[]> _batches =
        Gen.Select(Gen.Int[0, 3], Gen.Long[1, 12]).Array[0, 40];

    private static readonly Gen<long[]> _positions = Gen.Long[0, 12].Array[4];

    [Fact]
    public void What_is_fresh_goes_on_where_the_position_stands_without_gap_or_repeat() =>
        Gen.Select(_batches, _positions).Sample((batch, positions) =>
        {
            var selection = Select(batch, positions);

            foreach (var shard in Enumerable.Range(0, 4))
            {
                var fresh = selection.Fresh.Where(one => one.Shard == shard).Select(one => one.Sequence).ToList();
                Assert.Equal(Enumerable.Range(1, fresh.Count).Select(step => positions[shard] + step), fresh);
                Assert.Equal(positions[shard] + fresh.Count, selection.Positions[shard]);
            }
        });

    [Fact]
    public void What_is_left_out_is_a_repeat_or_stands_after_a_gap() =>
        Gen.Select(_batches, _positions).Sample((batch, positions) =>
        {
            var selection = Select(batch, positions);
            var late = batch.Where(one => one.Sequence > selection.Positions[one.Shard]).ToList();

            Assert.Equal(late.Select(one => one.Shard).ToHashSet(), selection.Gaps);
            Assert.DoesNotContain(late, one => one.Sequence == selection.Positions[one.Shard] + 1);
            Assert.Equal(batch.Length, selection.Fresh.Count + selection.Repeated + late.Count);
        });

    private static Selection Select((int Shard, long Sequence)[] batch, long[] positions) => Selection.Of(
        [.. batch.Order().Select(one => new LoggedEvent(one.Shard, one.Sequence, "test", DateTimeOffset.UnixEpoch, default))],
        positions.Index().ToDictionary(position => position.Index, position => position.Item));
}
