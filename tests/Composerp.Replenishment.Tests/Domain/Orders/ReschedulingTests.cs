using Composerp.Replenishment.Domain.Orders;

namespace Composerp.Replenishment.Tests.Domain.Orders;

public sealed class ReschedulingTests
{
    private static readonly DateOnly _today = new(2026, 3, 2);

    private static readonly double[] _tenADay = [.. Enumerable.Repeat(10.0, 28)];

    // 35 on hand at ten a day: the fourth day, the 5th of March, would end below zero.
    [Theory]
    [InlineData(-1, "late")]
    [InlineData(2, null)]
    [InlineData(3, null)]
    [InlineData(4, "reschedule-in")]
    [InlineData(-3, "late")]
    public void An_order_is_measured_by_the_day_it_is_needed_on(int inDays, string? kind)
    {
        var message = Rescheduling.Of(35, 0, _tenADay, [In(inDays, 50)], _today, 1, 7).SingleOrDefault();

        Assert.Equal(kind, message?.Kind);
        Assert.True(kind is null or "late" || message?.NeededOn == new DateOnly(2026, 3, 5));
    }

    [Fact]
    public void What_comes_long_before_it_is_needed_is_put_off() => Assert.Equal(
        ["reschedule-out"], Rescheduling.Of(100, 0, _tenADay, [In(3, 50)], _today, 1, 7).Select(message => message.Kind));

    [Fact]
    public void Small_shifts_are_let_be() => Assert.Empty(Rescheduling.Of(100, 0, _tenADay, [In(4, 50)], _today, 1, 7));

    [Fact]
    public void What_lasts_for_all_that_is_forecast_needs_no_order()
    {
        Assert.Equal(["cancel"], Rescheduling.Of(280, 0, _tenADay, [In(5, 50)], _today, 1, 7).Select(message => message.Kind));

        // What is to be kept is not there to be sold; and beyond the forecast nobody knows.
        Assert.NotEqual("cancel", Rescheduling.Of(280, 20, _tenADay, [In(26, 50)], _today, 1, 7).SingleOrDefault()?.Kind);
        Assert.Empty(Rescheduling.Of(280, 0, _tenADay, [In(28, 50)], _today, 1, 7));
        Assert.Empty(Rescheduling.Of(280, 0, [], [In(5, 50)], _today, 1, 7));
    }

    [Fact]
    public void Each_delivery_is_needed_when_those_before_it_are_used_up() => Assert.Equal(
        [("reschedule-out", "2", new DateOnly(2026, 3, 15)), ("cancel", "3", null)],
        Rescheduling.Of(30, 0, _tenADay, [In(3, 100), In(5, 200, "2"), In(6, 10, "3")], _today, 1, 7)
            .Select(message => (message.Kind, message.Delivery.Number, message.NeededOn)));

    private static OpenDelivery In(int days, decimal quantity, string number = "1") => new(number, "sent", _today.AddDays(days), quantity);
}
