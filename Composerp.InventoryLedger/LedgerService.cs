using Composerp.Contracts;
using Composerp.InventoryLedger.Costs;
using Composerp.InventoryLedger.Housekeeping;
using Composerp.InventoryLedger.Imports;
using Composerp.InventoryLedger.Inbound;
using Composerp.InventoryLedger.Integrity;
using Composerp.InventoryLedger.Items;
using Composerp.InventoryLedger.Journal;
using Composerp.InventoryLedger.Locations;
using Composerp.InventoryLedger.Lots;
using Composerp.InventoryLedger.Movements;
using Composerp.InventoryLedger.OnOrder;
using Composerp.InventoryLedger.Periods;
using Composerp.InventoryLedger.Positions;
using Composerp.InventoryLedger.Reservations;
using Composerp.InventoryLedger.StockValue;
using Composerp.ServiceDefaults;
using Composerp.ServiceDefaults.EventLog;

namespace Composerp.InventoryLedger;

/// <summary>Table of contents of the service.</summary>
internal static class LedgerService
{
    public static void AddLedger(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<PostingOptions>().BindConfiguration(PostingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<PositionIds>();
        builder.Services.AddSingleton<PostingMemory>();
        builder.Services.AddSingleton<Archive>();
        builder.Services.AddSingleton<PastMovements>();
        builder.Services.AddSingleton<PostingStore>();
        builder.Services.AddSingleton<PostingLanes>();
        builder.Services.AddHostedService(services => services.GetRequiredService<PostingLanes>());
        builder.AddEventLog(new LedgerEventLog());

        builder.Services.AddSingleton<ItemStore>();
        builder.Services.AddSingleton<LocationStore>();
        builder.Services.AddSingleton<ImportStore>();
        builder.Services.AddSingleton<PositionPages>();
        builder.Services.AddOptions<PositionChangeOptions>().BindConfiguration(PositionChangeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<PositionChanges>();
        builder.Services.AddSingleton<PeriodStore>();

        builder.Services.AddHostedService<ExpireReservations>();
        builder.Services.AddSingleton<IntegrityMetrics>();

        builder.Services.AddOptions<HousekeepingOptions>().BindConfiguration(HousekeepingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<HousekeepingMetrics>();
        builder.Services.AddSingleton<EntryRanges>();
        builder.Services.AddSingleton<OpeningBalances>();
        builder.Services.AddSingleton<ArchiveEntries>();
        builder.Services.AddSingleton<KeepHouse>();
        builder.Services.AddHostedService(services => services.GetRequiredService<KeepHouse>());

        builder.AddIntegrationConsumer<ReceiveReports>(Topics.Integration);
        builder.AddEventConsumer<FollowPurchaseOrders>("replenishment", Topics.Replenishment);

        builder.Services.AddOpenApi();
        builder.DescribeParameters(new Dictionary<string, string>
        {
            ["sku"] = "The code of an item.",
            ["category"] = "A category of items.",
            ["code"] = "The code of the location.",
            ["location"] = "The code of a location.",
            ["kind"] = "A kind of movement, such as SALE.",
            ["from"] = "The first business day.",
            ["to"] = "The last business day.",
        });
    }

    public static void MapLedger(this WebApplication app)
    {
        PutItems.Map(app);
        ReadItems.Map(app);

        PutLocations.Map(app);
        ReadLocations.Map(app);

        PostMovements.Map(app);
        GetMovement.Map(app);
        SummarizeMovements.Map(app);
        ExportMovements.Map(app);

        ListPositions.Map(app);
        ListReservations.Map(app);
        CorrectCosts.Map(app);
        ListPositionsAsOf.Map(app);
        ListHistory.Map(app);
        ExportPositions.Map(app);
        FollowPositions.Map(app);
        GetAvailability.Map(app);
        GetInventoryValue.Map(app);
        ListLots.Map(app);

        ReadPeriod.Map(app);
        ClosePeriod.Map(app);

        ImportFiles.Map(app);
        ReadImports.Map(app);

        ProveIntegrity.Map(app);

        app.MapEventLog();
    }
}
