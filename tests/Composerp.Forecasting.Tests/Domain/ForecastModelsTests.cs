using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.Tests.Domain;

public sealed class ForecastModelsTests
{
    // Stored in tables and read by other services: a rename is a migration.
    [Fact]
    public void Names_are_what_they_always_were() => Assert.Equal(
        [
            "seasonal-naive", "window-average", "weekday-smoothing", "additive-weekday-smoothing", "exponential-smoothing", "dynamic-theta",
            "logarithmic-theta", "optimized-theta", "arima", "logarithmic-arima", "decomposition", "syntetos-boylan",
            "teunter-syntetos-babai", "multiple-aggregation",
        ],
        ForecastModels.All.Select(ForecastModels.NameOf));
}
