namespace Composerp.Contracts;

/// <summary>The Kafka topics. Each service writes to one topic of its own; shops and warehouses write to the inbound one.</summary>
public static class Topics
{
    /// <summary>From the inventory ledger: movements, demand observations, items and locations.</summary>
    public const string Inventory = "inventory-events";

    /// <summary>From forecasting: completed runs.</summary>
    public const string Forecast = "forecast-events";

    /// <summary>From replenishment: purchase orders.</summary>
    public const string Replenishment = "replenishment-events";

    /// <summary>Inbound, from shops and warehouses to the inventory ledger: sales and receipts.</summary>
    public const string Integration = "integration-events";
}
