using System.ComponentModel;
using Composerp.InventoryLedger.Journal;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.InventoryLedger.StockValue;

/// <summary>GET /v1/inventory-value: what stock is worth, or was at any moment.</summary>
internal static class GetInventoryValue
{
    private static readonly string _sumOccurred = SqlFile.Of(typeof(GetInventoryValue), "sum_values_occurred.sql");
    private static readonly string _sumRecorded = SqlFile.Of(typeof(GetInventoryValue), "sum_values_recorded.sql");

    // A few microseconds for every position that ever was.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(15);

    /// <param name="AsOf">As asked for; absent: now.</param>
    internal sealed record InventoryValue(
        string? AsOf, string Axis, decimal Total, IReadOnlyList<LocationValue> Locations, IReadOnlyList<CategoryValue> Categories);

    internal sealed record LocationValue(string Location, decimal Value, IReadOnlyList<CategoryValue> Categories);

    /// <param name="Category">Absent: items of no category.</param>
    internal sealed record CategoryValue(string? Category, decimal Value);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/inventory-value", HandleAsync)
        .WithName(nameof(GetInventoryValue))
        .WithSummary("What stock is worth by location and category and in total, now or at a past moment.")
        .WithTags("Stock value")
        .WithDescription("All goods of a location and those on their way to it, damaged ones included. Locations and categories without value are left out.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status410Gone);

    private static async Task<Results<Ok<InventoryValue>, ProblemHttpResult>> HandleAsync(
        [Description("An instant, or a date: the end of that business day by the clock of each location. Now by default.")] Moment? asOf,
        [Description(InventoryLedger.Axis.Description)] Axis? axis,
        [Description("Code of a location.")] string? location,
        [Description("Category of items.")] string? category,
        NpgsqlDataSource database,
        Archive archive,
        CancellationToken token)
    {
        // What is on the books now is the same by either axis, and needs no entry.
        var by = asOf is null ? default : axis ?? default;
        var moment = asOf ?? Moment.Latest;
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(
            connection,
            by.IsRecorded ? _sumRecorded : _sumOccurred,
            Sql.Text(location),
            Sql.ShardOf(location),
            Sql.Text(category),
            Sql.Instant(moment.Instant),
            Sql.Day(moment.Day));
        command.CommandTimeout = (int)_patience.TotalSeconds;
        await using var rows = await command.ExecuteReaderAsync(token);
        var values = new List<(string Location, string? Category, decimal Value)>();

        while (await rows.ReadAsync(token))
        {
            // Millionths, summed up beyond what 64 bits hold.
            values.Add((rows.GetString(0), rows.FindText(1), rows.GetDecimal(2) / 1_000_000));
        }

        if (await archive.RefusalAsync(token, asOf) is { } archived)
        {
            return archived;
        }

        return TypedResults.Ok(new InventoryValue(
            asOf?.ToString(),
            (axis ?? default).ToString(),
            values.Sum(value => value.Value),
            [
                .. from value in values
                   group value by value.Location into place
                   select new LocationValue(place.Key, place.Sum(value => value.Value), ByCategory(place)),
            ],
            ByCategory(values)));
    }

    private static CategoryValue[] ByCategory(IEnumerable<(string Location, string? Category, decimal Value)> values) =>
    [
        .. from value in values
           group value.Value by value.Category into one
           orderby one.Key is null, one.Key
           select new CategoryValue(one.Key, one.Sum()),
    ];
}
