using Composerp.Contracts;
using Composerp.Replenishment.Approvals;
using Composerp.Replenishment.Calendars;
using Composerp.Replenishment.Exceptions;
using Composerp.Replenishment.Forecasts;
using Composerp.Replenishment.LeadTimes;
using Composerp.Replenishment.OrderMessages;
using Composerp.Replenishment.Planning;
using Composerp.Replenishment.Policies;
using Composerp.Replenishment.Positions;
using Composerp.Replenishment.Proposals;
using Composerp.Replenishment.PurchaseOrders;
using Composerp.Replenishment.PurchaseOrders.Documents;
using Composerp.Replenishment.Simulations;
using Composerp.Replenishment.Sourcing;
using Composerp.Replenishment.SupplierOrders;
using Composerp.Replenishment.Suppliers;
using Composerp.ServiceDefaults;
using Composerp.ServiceDefaults.EventLog;

namespace Composerp.Replenishment;

/// <summary>Table of contents: what the service is made of, and what it answers to.</summary>
internal static class ReplenishmentService
{
    private const string Source = "replenishment";
    private const string Ledger = "inventory-ledger";

    public static void AddReplenishment(this IHostApplicationBuilder builder)
    {
        builder.AddEventLog(new EventTable(Source, Topics.Replenishment));
        builder.AddEventConsumer<InventoryEventsConsumer>(Ledger, Topics.Inventory);
        builder.AddEventConsumer<ForecastRunsConsumer>(ForecastExport.Source, Topics.Forecast);
        builder.AddForecastExport();

        builder.Services.AddOptions<ExceptionOptions>().BindConfiguration(ExceptionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<SupplierCodes>();
        builder.Services.AddSingleton<SupplierStore>();
        builder.Services.AddSingleton<PolicyStore>();
        builder.Services.AddSingleton<OverrideStore>();
        builder.Services.AddSingleton<SourcingStore>();
        builder.Services.AddSingleton<Planner>();
        builder.Services.AddSingleton<PlanningRunStore>();
        builder.Services.AddSingleton<ProposalApproval>();
        builder.Services.AddSingleton<CreateOrders>();
        builder.Services.AddSingleton<ChangeOrders>();

        builder.Services.AddOpenApi();
        builder.DescribeParameters(new Dictionary<string, string>
        {
            ["location"] = "The code of a location.",
            ["sku"] = "The code of an item.",
            ["code"] = "The code of the supplier.",
            ["supplier"] = "The code of a supplier.",
            ["planningRun"] = "Only what this run proposed.",
            ["parameter"] = "reorder-point, order-up-to, safety-stock or order-quantity.",
            ["validOn"] = "Only numbers that hold on this day; left out: those that have expired too.",
            ["date"] = "The business day; left out: the location's today.",
            ["number"] = "The number of the order, such as PO-000001 or TO-000002.",
            ["role"] = "The name of a role.",
            ["name"] = "The name of a rule, or who acts, as in actor.",
            ["source"] = "The code of the location that ships.",
        });
    }

    public static void MapReplenishment(this WebApplication app)
    {
        ListPositions.Map(app);

        PutSupplier.Map(app);
        ListSuppliers.Map(app);
        PutSupplierItems.Map(app);
        ListSupplierItems.Map(app);
        PutOrderTerms.Map(app);
        MeasureSupplier.Map(app);
        PutCalendars.Map(app);
        FindDeliveryDay.Map(app);
        ListLeadTimes.Map(app);

        PutPolicies.Map(app);
        ListPolicies.Map(app);
        DeletePolicy.Map(app);
        PutRules.Map(app);
        ListRules.Map(app);
        ImportRules.Map(app);
        FindEffectivePolicy.Map(app);
        PutOverride.Map(app);
        ListOverrides.Map(app);

        PutSourcingRules.Map(app);
        ListSourcingRules.Map(app);
        PutLocationTerms.Map(app);

        RunPlanning.Map(app);
        ListPlanningRuns.Map(app);
        RunWhatIf.Map(app);
        ReadKpis.Map(app);
        ListExceptions.Map(app);
        RunSimulation.Map(app);

        ListProposals.Map(app);
        ExplainProposal.Map(app);
        ApproveProposals.Map(app);
        RejectProposal.Map(app);

        ListPurchaseOrders.Map(app);
        CreateOrders.Map(app);
        ChangeOrders.Map(app);
        ListOrderChanges.Map(app);
        ReadDocument.Map(app);
        ListOrderMessages.Map(app);

        ApprovalLimits.Map(app);
        Approvers.Map(app);

        app.MapEventLog();
    }
}
