using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.EventLog.Relaying;
using CsCheck;

namespace Composerp.ServiceDefaults.Tests.EventLog;

public sealed class RelayProgressTests
{
    // Guard: ShardProgress.Contiguous. Taking the highest acknowledged sequence would leave out what failed below it.
    [Fact]
    public void Only_what_is_acknowledged_without_a_hole_counts_as_published() =>
        Gen.Select(Gen.Long[0, 5], Gen.Int[1, 20], Gen.Int[0, 1_000_000]).Sample((published, count, seed) =>
        {
            var random = new Random(seed);
            var progress = new RelayProgress();
            Assert.Equal(published, progress.SentOf(1, published));
            var sequences = Enumerable.Range(1, count).Select(step => published + step).ToArray();

            foreach (var sequence in sequences)
            {
                progress.Sent(1, sequence, 10);
            }

            random.Shuffle(sequences);
            var acknowledged = new HashSet<long>();
            var noted = published;

            foreach (var sequence in sequences.Take(random.Next(count + 1)))
            {
                progress.Acknowledged(1, sequence, 10);
                acknowledged.Add(sequence);
                noted = progress.TakeAdvanced() is [var head] ? head.Sequence : noted;

                Assert.All(Enumerable.Range(1, (int)(noted - published)), step => Assert.Contains(published + step, acknowledged));
                Assert.DoesNotContain(noted + 1, acknowledged);
            }

            Assert.Equal(10 * (count - acknowledged.Count), progress.BytesInFlight);
        });

    [Fact]
    public void An_event_that_the_producer_did_not_take_is_sent_again()
    {
        var progress = new RelayProgress();
        progress.SentOf(1, 4);
        progress.Sent(1, 5, 10);
        progress.Sent(1, 6, 10);

        progress.Unsent(1, 6, 10);

        Assert.Equal((5, 10), (progress.SentOf(1, 4), progress.BytesInFlight));
    }

    [Fact]
    public void A_log_that_goes_on_behind_a_gap_is_sent_from_there()
    {
        var progress = new RelayProgress();
        progress.SentOf(1, 4);
        progress.Sent(1, 5, 10);
        Assert.Equal(99, progress.SentOf(1, 99));

        progress.Acknowledged(1, 5, 10);
        progress.Sent(1, 100, 10);
        progress.Acknowledged(1, 100, 10);

        Assert.Equal([new ShardHead(1, 100)], progress.TakeAdvanced());
    }
}
