using Composerp.Replenishment.Planning;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Planning;

public sealed class SentArrayTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task What_the_database_sends_is_read_to_the_last_bit()
    {
        var read = await world.ListAsync(
            "select array_send(a) from (values ('{1.5,-0.1,3.4028235e38,1e-45}'::real[]), ('{}')) as given (a)", row => SentArray.Singles(row.GetFieldValue<byte[]>(0)));

        Assert.Equal([[1.5f, -0.1f, float.MaxValue, float.Epsilon], []], read);
    }

    [Theory]
    [InlineData("'{1,null}'::real[]")]
    [InlineData("'{{1,2},{3,4}}'::real[]")]
    public async Task Another_array_is_refused(string array)
    {
        var sent = await world.ReadAsync<byte[]>($"select array_send({array})");

        Assert.Throws<FormatException>(() => SentArray.Singles(sent));
    }
}
