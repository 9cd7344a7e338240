using Composerp.Contracts;
using Composerp.Replenishment.Forecasts;
using Composerp.Replenishment.Planning;
using Composerp.Replenishment.Policies;
using Composerp.Replenishment.Positions;
using Composerp.Replenishment.Proposals;
using Composerp.Replenishment.PurchaseOrders;
using Composerp.Replenishment.Suppliers;
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

        builder.Services.AddSingleton<SupplierCodes>();
        builder.Services.AddSingleton<SupplierStore>();
        builder.Services.AddSingleton<PolicyStore>();
        builder.Services.AddSingleton<Planner>();
        builder.Services.AddSingleton<PlanningRunStore>();
        builder.Services.AddSingleton<ProposalApproval>();
    }

    public static void MapReplenishment(this WebApplication app)
    {
        app.MapEventLog();

        var routes = app.MapGroup("").AddEndpointFilter(ParameterFilter.RefuseNulCharacters);

        ListPositions.Map(routes);

        PutSupplier.Map(routes);
        ListSuppliers.Map(routes);
        PutSupplierItems.Map(routes);
        ListSupplierItems.Map(routes);

        PutPolicies.Map(routes);
        ListPolicies.Map(routes);
        DeletePolicy.Map(routes);

        RunPlanning.Map(routes);
        ListPlanningRuns.Map(routes);

        ListProposals.Map(routes);
        ApproveProposals.Map(routes);
        RejectProposal.Map(routes);

        ListPurchaseOrders.Map(routes);
    }
}
