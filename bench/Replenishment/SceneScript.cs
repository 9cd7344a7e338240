using System.Globalization;
using Composerp.Bench.Support;
using Npgsql;

namespace Composerp.Bench.Replenishment;

/// <summary>Runs the statements of a file beside these sources, one by one.</summary>
internal static class SceneScript
{
    /// <param name="numbers">Are written in for $1, $2..</param>
    public static async Task RunAsync(string database, string file, CancellationToken token, params int[] numbers)
    {
        var sql = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "bench", "Replenishment", file), token);
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(token);

        foreach (var statement in sql.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var text = numbers.Index().Aggregate(statement, (written, number) => written.Replace(
                string.Create(CultureInfo.InvariantCulture, $"${number.Index + 1}"), number.Item.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            await using var command = new NpgsqlCommand(text, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(token);
        }
    }
}
