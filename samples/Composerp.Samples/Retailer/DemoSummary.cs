using System.Globalization;
using Composerp.Samples.Api;
using Composerp.Samples.Screen;

namespace Composerp.Samples.Retailer;

/// <summary>What a planner would look at first, and where to look on.</summary>
internal sealed class DemoSummary(Display display)
{
    private const int TopProposals = 10;

    public void Show(Assortment assortment, IReadOnlyList<Proposal> proposals)
    {
        var costs = assortment.Products.ToDictionary(product => product.Sku, product => product.UnitCost);
        var ours = proposals.Where(proposal => costs.ContainsKey(proposal.Sku)).ToArray();

        display.Heading("Proposals by supplier");

        foreach (var supplier in ours.GroupBy(proposal => proposal.Supplier).OrderByDescending(Value))
        {
            display.Line(Text($"{supplier.Key,-12} {supplier.Count(),5:N0} proposals {supplier.Sum(proposal => proposal.Quantity),9:N0} units {Value(supplier),12:N2}"));
        }

        display.Heading($"The {TopProposals} of the highest value");

        foreach (var proposal in ours.OrderByDescending(proposal => Value([proposal])).Take(TopProposals))
        {
            display.Line(Text($"{proposal.Location}  {proposal.Sku}  {proposal.Quantity,7:N0} from {proposal.Supplier}: {proposal.Reason}"));
        }

        display.Heading("Look on");
        display.Line("""
            Stock of a store        http://localhost:5101/v1/positions?location=S01
            Forecast of a shelf     http://localhost:5102/v1/forecasts?location=S01&sku=DAI-001
            Accuracy per series     http://localhost:5102/v1/accuracy
            Proposals               http://localhost:5103/v1/proposals?status=proposed
            Approve one             curl -X POST localhost:5103/v1/proposals/<id>/approve -H content-type:application/json -d '{"actor":"you"}'
            The APIs, interactive   http://localhost:5101/scalar  http://localhost:5102/scalar  http://localhost:5103/scalar
            """);

        decimal Value(IEnumerable<Proposal> some) => some.Sum(proposal => proposal.Quantity * costs[proposal.Sku]);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
