using Composerp.Samples.Imports;

namespace Composerp.Samples.Retailer;

/// <summary>The retailer's sales as a till system would export them, day by day.</summary>
internal static class SalesHistory
{
    /// <summary>Days on which a shelf sold nothing are left out, but for its first and last day, which say how far it was watched.</summary>
    public static IEnumerable<SalesRow> Rows(
        Assortment assortment, ShelfDemand demand, LiveOperations live, RetailerCalendar calendar)
    {
        var listedOn = assortment.Products.Select(demand.ListedOn).ToArray();

        foreach (var date in calendar.History.Concat(calendar.Live))
        {
            foreach (var store in assortment.Stores)
            {
                foreach (var product in assortment.Ranges[store.Number])
                {
                    var units = date >= calendar.GoLive ? live.Sold(store, product, date)
                        : ShelfDemand.WasShort(store, product, date) ? 0
                        : demand.Units(store, product, date);

                    if (units > 0 || date == listedOn[product.Number] || date == calendar.End)
                    {
                        yield return new SalesRow(date, product.Sku, store.Code, units, demand.Price(product, date));
                    }
                }
            }
        }
    }
}
