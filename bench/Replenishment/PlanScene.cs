using Composerp.Bench.Support;
using Npgsql;

namespace Composerp.Bench.Replenishment;

/// <summary>A network of stores with forecasts of 91 days, stock, and rules of four kinds.</summary>
internal static class PlanScene
{
    private const int ItemsPerLocation = 2_000;

    public static async Task SetAsync(string database, int itemLocations, CancellationToken token)
    {
        var sql = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "bench", "Replenishment", "set_plan_scene.sql"), token);
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(token);
        var locations = Math.Max(1, itemLocations / ItemsPerLocation);

        foreach (var statement in sql.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            await using var command = new NpgsqlCommand(statement.Replace("$1", $"{locations}", StringComparison.Ordinal)
                .Replace("$2", $"{itemLocations / locations}", StringComparison.Ordinal), connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(token);
        }
    }

    /// <summary>One in a hundred sells something.</summary>
    public static async Task SellAsync(string database, CancellationToken token)
    {
        var sql = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "bench", "Replenishment", "sell_one_percent.sql"), token);
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(token);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(token);
    }
}
