using System.Globalization;
using Composerp.InventoryLedger.Housekeeping;

namespace Composerp.InventoryLedger.Tests.Housekeeping;

public sealed class HindrancesTests
{
    private static readonly Hindrances _none = new([], [], [], At("2026-01-10T12:00:00Z"), new(2026, 3, 31), At("2026-07-10T12:00:00Z"));

    [Fact]
    public void What_is_old_closed_proven_and_published_can_be_archived() => Assert.Null(_none.Reason(keepMonths: 6));

    [Fact]
    public void Everything_else_stays_and_says_why()
    {
        Assert.Equal("no shard has entries in it", (_none with { RecordedUntil = null }).Reason(6));
        Assert.Equal("shards still write into it: 3, 7", (_none with { Behind = [3, 7] }).Reason(6));
        Assert.Equal("it was recorded until 2026-01-10, and 7 months are kept", _none.Reason(7));
        Assert.Equal("it was recorded until 2026-01-10, and 6 months are kept", (_none with { Now = At("2026-07-10T11:59:59Z") }).Reason(6));
        Assert.Equal("GET /v1/integrity has not proven it for shards 5", (_none with { Unproven = [5] }).Reason(6));
        Assert.Equal("it is not published for shards 5, 6", (_none with { Unpublished = [5, 6] }).Reason(6));
        Assert.Equal("business days up to 2026-01-12 are not closed", (_none with { ClosedThrough = null }).Reason(6));
    }

    // Goods may occur a day after they are recorded, and a day ends fourteen hours before UTC's where it ends first.
    [Theory]
    [InlineData("2026-01-11", false)]
    [InlineData("2026-01-12", true)]
    public void Its_days_are_closed_wherever_it_is(string closedThrough, bool isClosed) => Assert.Equal(
        isClosed, (_none with { ClosedThrough = DateOnly.Parse(closedThrough, CultureInfo.InvariantCulture) }).Reason(6) is null);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
