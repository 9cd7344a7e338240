namespace Composerp.Bench.Replenishment;

/// <summary>A network of stores with forecasts of 91 days, stock, and rules of four kinds.</summary>
internal static class PlanScene
{
    private const int ItemsPerLocation = 2_000;

    public static Task SetAsync(string database, int itemLocations, CancellationToken token)
    {
        var locations = Math.Max(1, itemLocations / ItemsPerLocation);

        return SceneScript.RunAsync(database, "set_plan_scene.sql", token, locations, itemLocations / locations);
    }

    /// <summary>One in a hundred sells something.</summary>
    public static Task SellAsync(string database, CancellationToken token) => SceneScript.RunAsync(database, "sell_one_percent.sql", token);
}
