namespace Composerp.Contracts.Tests;

public sealed class ShardsTests
{
    // "a" and "foobar" are vectors of the FNV reference page (0xe40c292c, 0xbf9cf968); the others were computed by an
    // independent program. A location that changes its shard would lose its history: these rows never change.
    [Theory]
    [InlineData("", 5)]
    [InlineData("a", 44)]
    [InlineData("foobar", 40)]
    [InlineData("CA_1", 41)]
    [InlineData("CA_2", 48)]
    [InlineData("S001", 25)]
    [InlineData("W001", 21)]
    [InlineData("WH-NORTH", 52)]
    [InlineData("Zürich", 32)]
    [InlineData("東京", 47)]
    [InlineData("🏬", 51)]
    public void A_location_stays_in_its_shard(string code, int shard) => Assert.Equal(shard, Shards.OfLocation(code));

    [Fact]
    public void Two_thousand_stores_use_every_shard_and_none_too_much()
    {
        var perShard = Enumerable.Range(1, 2_000).CountBy(n => Shards.OfLocation($"S{n:D4}")).ToDictionary();

        Assert.Equal(Shards.Count, perShard.Count);
        Assert.InRange(perShard.Values.Max(), 1, 2 * 2_000 / Shards.Count);
    }

    [Fact]
    public void Master_data_has_a_shard_of_its_own() => Assert.Equal((64, 64), (Shards.Count, Shards.MasterData));
}
