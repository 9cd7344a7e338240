using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Allocation;
using Composerp.Replenishment.Domain.Calendars;
using Composerp.Replenishment.Domain.Modifiers;

namespace Composerp.Replenishment.Planning;

/// <summary>Who asks whom for how much, and what is given.</summary>
internal sealed partial class ItemPlan
{
    /// <summary>Asks the sources of the first priority, each for its share.</summary>
    private void Ask(Node node, decimal quantity)
    {
        var first = node.FirstSources;
        var parts = first.Select(source => source.Part).ToList();
        var divided = parts.Count > 1 ? SourcePart.Divide(quantity, parts) : [quantity];

        foreach (var (place, asked) in divided.Index())
        {
            if (asked > 0)
            {
                Ask(new(node, place, asked) { Parts = parts.Count > 1 ? parts : null, FromExcess = node.FromExcess });
            }
        }
    }

    private void Ask(Claimed claim)
    {
        claim.By.Claimed.Add(claim);

        if (claim.Source.Terms.Location is not { } location)
        {
            claim.Given = claim.Asked;
        }
        else if (!_nodes.TryGetValue(location, out var source))
        {
            PassOn(claim);
        }
        else if (!source.IsPlanned)
        {
            source.Claims.Add(claim);
        }
        else
        {
            // It has shared its stock already: what it has left is all that it can give.
            var left = source.Left;
            claim.Given = claim.Source.Step.Down(Math.Min(left, claim.Asked));
            source.Left -= claim.Given;

            if (claim.Given < claim.Asked)
            {
                claim.Allotment = new(left, claim.Asked, 1, claim.Given, _context.ShareRuleOf(location));
                PassOn(claim);
            }
        }
    }

    /// <summary>The days of a source other than the first, whose days the need was calculated for; null where every day will do.</summary>
    private SupplyDays? FindDays(Claimed claim)
    {
        var row = claim.By.Row;
        var supplier = claim.Source.Terms.Location is null ? claim.Source.Supply.Supplier : null;

        return claim.Place > 0 && row.Location?.Today is { } today
            && _context.Calendars.FindLane(supplier, row.Key.Location) is { } lane
            && lane.FindOrderDay(_date, today) is { } orderOn
            ? lane.Find(orderOn, claim.Source.Supply.LeadTimeDays, 1)
            : null;
    }

    /// <summary>Gives what is there to those who asked, and to its own customers, and passes on what is not.</summary>
    private void Share(Node node)
    {
        var available = node.CanShip(_date) ? Math.Max(0, node.Row.Position.OnHand - node.Row.Position.Committed) : 0;
        var own = FindOwnClaim(node);
        var asked = node.Claims.Sum(claim => claim.Asked);

        if (node.Claims.Count == 0 || asked + (own?.Asked ?? 0) <= available)
        {
            node.Left = Math.Max(0, available - (own?.Asked ?? 0));

            foreach (var claim in node.Claims)
            {
                claim.Given = claim.Asked;
                node.Left -= claim.Given;
            }

            return;
        }

        var shortage = new SharedShortage(
            node.Row.Key.Location, node.Row.Key.Sku, available, _context.ShareRuleOf(node.Row.Key.Location),
            [.. node.Claims.Select(ClaimOf), .. own is null ? Array.Empty<AllocationClaim>() : [own]]);
        var body = JsonSerializer.Serialize(shortage, ReplenishmentJson.Default.SharedStock);
        var decision = new JointDecision(JointDecision.IdOf(body), body);

        var shares = shortage.Shares();
        node.Left = available - shares.Sum();

        foreach (var (place, (claim, given)) in node.Claims.Zip(shares).Index())
        {
            claim.Given = given;

            if (given < claim.Asked)
            {
                claim.Allotment = new(available, asked, node.Claims.Count, given, shortage.Rule, decision.Id, place, own?.Asked);
                claim.Shortage = decision;
            }
        }

        foreach (var claim in node.Claims.Where(claim => claim.Given < claim.Asked))
        {
            PassOn(claim);
        }
    }

    /// <summary>Asks the next source for what this one lacks.</summary>
    private void PassOn(Claimed claim)
    {
        var by = claim.By;
        var next = by.Sources.Index().FirstOrDefault(source => !source.Item.IsExcess && source.Item.Terms.Priority > claim.Source.Terms.Priority);

        if (next.Item is null)
        {
            return;
        }

        var shortfall = new Shortfall(claim.Source.Supply.Supplier, claim.Asked, claim.Given);
        var earlier = by.Claimed.Find(other => other.Place == next.Index);

        if (earlier is null)
        {
            claim.IsPassedOn = true;
            Ask(new(by, next.Index, next.Item.Step.Up(shortfall.Asked - shortfall.Given)) { Instead = [shortfall] });
        }
        else if (next.Item.Terms.Location is not { } location || (_nodes.TryGetValue(location, out var source) && !source.IsPlanned))
        {
            claim.IsPassedOn = true;
            earlier.Add(shortfall);
        }
    }

    private AllocationClaim ClaimOf(Claimed claim) => new(
        claim.By.Row.Key.Location,
        claim.Asked,
        claim.Source.Supply.MinimumQuantity,
        claim.Source.Supply.OrderMultiple,
        claim.By.Row.Position.Total - claim.By.Claims.Sum(other => other.Retained),
        DemandPerDay(claim.By),
        claim.Source.Terms.Rank);

    /// <summary>What a location that supplies others will sell itself until its next goods come; null where that is nothing, or nobody knows.</summary>
    /// <remarks>For its own customers it claims of its stock as the others do, among those who are served first.</remarks>
    private AllocationClaim? FindOwnClaim(Node node)
    {
        if (!node.IsSource || node.Row is not { Forecast: { IsUsable: true } forecast, Location.Today: { } today } || FindNextGoods(node, _date ?? today) is not { } next)
        {
            return null;
        }

        var units = 0.0;

        for (var day = _date ?? today; day < next; day = day.AddDays(1))
        {
            units += forecast.MeanOf(day);
        }

        var unit = node.Row.IsWhole ? 1 : 0.0001m;

        return Quantity.Nearest(units) is > 0 and var need
            ? new(node.Row.Key.Location, OrderStep.UpTo(need, unit), 0, unit, 0, DemandPerDay(forecast), 0)
            : null;
    }

    /// <summary>The day on which goods come that are ordered, or else that of what would be ordered now; null where nothing is ordered there.</summary>
    private DateOnly? FindNextGoods(Node node, DateOnly date)
    {
        // What should have come already may come on any day or never.
        if (node.Row.Due.FirstOrDefault(due => due.Date > date) is { } next)
        {
            return next.Date;
        }

        if (node.FirstSources is not [{ Supply: var supply, Terms: var terms }, ..])
        {
            return null;
        }

        var (location, supplier) = (node.Row.Key.Location, terms.Location is null ? supply.Supplier : null);
        var measured = supplier is null ? null : _context.FindLeadTimes(supplier, location);
        var leadTimeDays = measured is null ? supply.LeadTimeDays : (int)Math.Round(measured.Index().Sum(days => days.Index * days.Item));

        return _context.Calendars.FindLane(supplier, location) is not { } lane ? date.AddDays(leadTimeDays)
            : lane.FindOrderDay(_date, date) is { } orderOn ? lane.Find(orderOn, leadTimeDays, 1)?.ExpectedOn
            : null;
    }

    private decimal DemandPerDay(Node node) => ForecastOf(node) is { IsUsable: true } forecast ? DemandPerDay(forecast) : 0;

    private static decimal DemandPerDay(Forecast forecast) => Quantity.Nearest(forecast.Mean.Average(units => (double)units)) ?? 0;

    /// <summary>What the conditions of a whole order need of one of its lines; null where there are none.</summary>
    private OrderedLine? LineOf(Node node, Claimed claim, Derivation derivation)
    {
        var (from, terms) = (claim.Source.Terms.Location, claim.Source.Supply);

        if (derivation.Steps is not { } steps || !_context.IsJoint(from is null ? terms.Supplier : null, node.Row.Key.Location))
        {
            return null;
        }

        return new(
            node.Row.Key.Location, node.Row.Key.Sku, steps.Position, DemandPerDay(node), derivation.Quantity,
            claim.Least ?? terms.MinimumQuantity, terms.OrderMultiple,
            derivation.Ceiling(), steps.OrderAt, steps.OrderUpTo, terms.UnitCost, terms.UnitWeight,
            from is null ? terms.UnitVolume : VolumeOf(node.Row.Key.Sku), from);
    }

    /// <summary>The room that a unit takes, as it counts where it is: the largest that a supplier tells.</summary>
    private decimal VolumeOf(string sku) => _context.SuppliersOf(sku).Select(supplier => supplier.UnitVolume).DefaultIfEmpty(0).Max();

    /// <summary>Nothing of it is needed, but an order at its supplier may take it along.</summary>
    private bool MayJoin(Node node) =>
        node.FirstSources is [{ Terms.Location: null, Supply.Supplier: var supplier }] && _context.OrderTermsOf(supplier) is { MayAdd: true };
}

/// <summary>A decision over several proposals, kept once: its id is a hash of it.</summary>
/// <param name="Body">null where another carries it.</param>
internal sealed record JointDecision(Guid Id, string? Body)
{
    /// <summary>The same for the same decision, whenever it is made.</summary>
    public static Guid IdOf(string body) => new(SHA256.HashData(Encoding.UTF8.GetBytes(body)).AsSpan(0, 16));
}
