using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.Tests.Domain;

public sealed class ForecastModelTests
{
    // Stored in tables and read by other services: a rename is a migration.
    [Fact]
    public void Names_are_what_they_always_were() => Assert.Equal(
        ["weekday-smoothing", "additive-weekday-smoothing", "seasonal-naive"],
        ForecastModels.All.Select(ForecastModels.NameOf));
}
