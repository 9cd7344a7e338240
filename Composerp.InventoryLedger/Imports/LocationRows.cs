using Composerp.InventoryLedger.Journal;

namespace Composerp.InventoryLedger.Imports;

/// <summary>Locations: each becomes what its row says; what its row has no column for stays as it is.</summary>
internal sealed class LocationRows(string? actor, LocationStore locations) : IRowImport<LocationChange>
{
    private const string Code = "code";
    private const string Name = "name";
    private const string Kind = "kind";
    private const string TimeZone = "timeZone";
    private const string GoLive = "goLive";
    private const string AllowsNegative = "allowsNegative";

    private readonly RowCodes _codes = new();

    public static ImportColumns Columns { get; } = new([Code, Name, Kind], [TimeZone, GoLive, AllowsNegative]);

    public LocationChange? Read(ImportRow row)
    {
        var code = _codes.Read(row, Code);
        var location = new Location(
            code,
            row.Find(Name) ?? "",
            row.Find(Kind) ?? "",
            row.Find(TimeZone) ?? Location.TimeZoneDefault,
            row.FindFlag(AllowsNegative) ?? false,
            row.FindDate(GoLive));

        foreach (var error in location.Errors(""))
        {
            row.Refuse(error.Field, error.Type, error.Reason);
        }

        return row.IsSound ? new(code, actor, stored => stored is null ? location : Changed(stored, location, row)) : null;
    }

    public int LaneOf(LocationChange value) => 0;

    public async Task<IReadOnlyList<RowOutcome>> PostAsync(IReadOnlyList<PendingRow<LocationChange>> rows, bool isDryRun, CancellationToken token)
    {
        var changed = await locations.PutAsync([.. rows.Select(row => row.Value)], isDryRun, token);

        return [.. rows.Select(row => RowOutcome.Of(changed.Contains(row.Value.Code) ? RowResult.Posted : RowResult.AlreadyPosted))];
    }

    private static Location Changed(Location stored, Location told, ImportRow row) => told with
    {
        TimeZone = row.Has(TimeZone) ? told.TimeZone : stored.TimeZone,
        AllowsNegative = row.Has(AllowsNegative) ? told.AllowsNegative : stored.AllowsNegative,
        GoLive = row.Has(GoLive) ? told.GoLive : stored.GoLive,
    };
}
