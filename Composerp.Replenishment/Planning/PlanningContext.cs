using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Allocation;
using Composerp.Replenishment.Domain.Classes;
using Composerp.Replenishment.Domain.Modifiers;
using Composerp.Replenishment.Domain.Ordering;
using Composerp.Replenishment.Domain.Policies;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Planning;

/// <summary>What a run knows beside the item-locations themselves: rules, suppliers, planners' numbers, classes.</summary>
internal sealed class PlanningContext
{
    private static readonly string GatherSupplierItems = SqlFile.Of<PlanningContext>("gather_supplier_items.sql");
    private static readonly string GatherLeadTimes = SqlFile.Of<PlanningContext>("gather_lead_times.sql");
    private static readonly string GatherOverrides = SqlFile.Of<PlanningContext>("gather_overrides.sql");
    private static readonly string GatherPlaces = SqlFile.Of<PlanningContext>("gather_places.sql");
    private static readonly string GatherClassInputs = SqlFile.Of<PlanningContext>("gather_class_inputs.sql");

    private readonly List<PolicyRule> _rules;
    private readonly PolicyBook _book;
    private readonly Dictionary<string, List<SupplyTerms>> _suppliers;
    private readonly Dictionary<(string Supplier, string Location), double[]> _leadTimes;
    private readonly Dictionary<ItemLocation, List<EnteredParameter>> _overrides;
    private readonly Dictionary<ItemLocation, string> _classes;

    private SourcingBook _sourcing = new([]);
    private OrderTerms _orderTerms = OrderTerms.None;
    private Dictionary<string, PlacedLocation> _places = [];

    private PlanningContext(
        List<PolicyRule> rules,
        Dictionary<string, List<SupplyTerms>> suppliers,
        Dictionary<(string Supplier, string Location), double[]> leadTimes,
        Dictionary<ItemLocation, List<EnteredParameter>> overrides,
        Dictionary<ItemLocation, string> classes)
    {
        (_rules, _suppliers, _leadTimes, _overrides, _classes) = (rules, suppliers, leadTimes, overrides, classes);
        _book = new(rules);
        IsBroad = rules.Exists(rule => rule.Scope is { Sku: null } or { Location: null });
        
        // Whatever the policies say: exceptions look at what is expected.
        NeedsForecasts = rules.Count > 0;
    }

    /// <summary>Whatever has stock or a forecast counts: there are rules for more than one item and location, or of sources, who give what they have.</summary>
    public bool IsBroad { get; private set; }

    public bool NeedsForecasts { get; private set; }

    /// <summary>There are rules of where goods come from, so an item is decided at all its locations together.</summary>
    public bool HasSourcing { get; private set; }

    /// <summary>What changes for one item at one location may change others.</summary>
    public bool IsDecidedTogether => HasSourcing || _orderTerms.IsAny;

    /// <summary>Room is limited somewhere: whatever changes there changes all orders for the location.</summary>
    public bool HasRooms => _places.Values.Any(place => place.StorageVolume is not null);

    /// <summary>What may be ordered depends on the period that the day belongs to.</summary>
    public bool HasBudgets => _orderTerms.HasBudgets;

    /// <summary>When suppliers take orders and deliver, and locations receive.</summary>
    public PlanningCalendars Calendars { get; private init; } = PlanningCalendars.None;

    public bool AsksForClasses => _book.AsksForClasses;

    /// <param name="now">From which every location's business day is taken.</param>
    /// <param name="isClassed">Also where no rule asks for classes yet.</param>
    public static async Task<PlanningContext> ReadAsync(
        NpgsqlTransaction transaction, DateTimeOffset now, CancellationToken token, bool isClassed = false)
    {
        var context = new PlanningContext(await PolicyRules.ReadAsync(transaction, null, null, token), [], [], [], [])
        {
            Calendars = await PlanningCalendars.ReadAsync(transaction, now, token),
        };

        foreach (var (sku, terms) in await transaction.Statement(GatherSupplierItems).WithoutTimeout().ListAsync(SupplierItem, token))
        {
            Add(context._suppliers, sku, terms);
        }

        foreach (var (lane, leadTimes) in await transaction.Statement(GatherLeadTimes).WithoutTimeout().ListAsync(LeadTimes, token))
        {
            context._leadTimes.Add(lane, leadTimes);
        }

        foreach (var (key, entered) in await transaction.Statement(GatherOverrides).WithoutTimeout().ListAsync(Override, token))
        {
            Add(context._overrides, key, entered);
        }

        var sourcing = await SourcingRules.ReadAsync(transaction, token);
        context._sourcing = new(sourcing);
        context.HasSourcing = sourcing.Count > 0;
        context.IsBroad |= context.HasSourcing;

        foreach (var place in await transaction.Statement(GatherPlaces).WithoutTimeout().ListAsync(row => PlacedLocation.Read(row, now), token))
        {
            context._places.Add(place.Code, place);
        }

        context._orderTerms = await OrderTerms.ReadAsync(transaction, DateOnly.FromDateTime(now.UtcDateTime), token);
        context.NeedsForecasts |= context._orderTerms.MayAdd;

        if (context.AsksForClasses || isClassed)
        {
            await context.ClassifyAsync(transaction, token);
        }

        return context;
    }

    /// <summary>The same with other rules.</summary>
    /// <param name="put">Instead of those of the same name, or beside them.</param>
    /// <param name="removed">Names of rules that are left out.</param>
    public PlanningContext With(IReadOnlyList<PolicyRule> put, IReadOnlyList<string> removed)
    {
        var gone = put.Select(rule => rule.Name).Concat(removed).ToHashSet();

        return new([.. _rules.Where(rule => !gone.Contains(rule.Name)), .. put], _suppliers, _leadTimes, _overrides, _classes)
        {
            _sourcing = _sourcing,
            _orderTerms = _orderTerms,
            _places = _places,
            HasSourcing = HasSourcing,
            Calendars = Calendars,
        };
    }

    /// <summary>Of two, whatever either of them needs is read; where rules are stored nowhere, whatever they may be for.</summary>
    public PlanningContext IncludingWhatIsReadFor(PlanningContext other) => new(_rules, _suppliers, _leadTimes, _overrides, _classes)
    {
        IsBroad = true,
        NeedsForecasts = NeedsForecasts || other.NeedsForecasts,
        _sourcing = _sourcing,
        _orderTerms = _orderTerms,
        _places = _places,
        HasSourcing = HasSourcing,
        Calendars = Calendars,
    };

    /// <summary>The rule that says where the goods come from; null where none does.</summary>
    public SourcingRule? FindSourcing(ItemTraits traits) => HasSourcing ? _sourcing.Find(traits) : null;

    /// <summary>What holds for orders at a supplier as a whole; null where nothing does.</summary>
    public SupplierOrderTerms? OrderTermsOf(string supplier) => _orderTerms.Of(supplier);

    /// <summary>What the supplier's budget of the period leaves; null where there is none.</summary>
    public decimal? BudgetLeftOf(string supplier) => _orderTerms.BudgetLeftOf(supplier);

    /// <summary>Room that is left at locations where it is limited.</summary>
    public Dictionary<string, decimal> Rooms() => _places.Values.Where(place => place.StorageVolume is not null)
        .ToDictionary(place => place.Code, place => (place.StorageVolume ?? 0) - _orderTerms.VolumeAt(place.Code), StringComparer.Ordinal);

    /// <summary>What comes to this location is decided on together with other lines of the order.</summary>
    /// <param name="supplier">null where it comes from another location.</param>
    public bool IsJoint(string? supplier, string location) =>
        (supplier is not null && OrderTermsOf(supplier) is not null) || FindPlace(location)?.StorageVolume is not null;

    public PlacedLocation? FindPlace(string location) => _places.GetValueOrDefault(location);

    public ShareRule ShareRuleOf(string location) => FindPlace(location)?.ShareRule ?? ShareRule.Proportional;

    public PolicyRule? FindRule(ItemTraits traits, DateOnly date) => _book.Find(traits, date);

    public IReadOnlyList<SupplyTerms> SuppliersOf(string sku) => _suppliers.TryGetValue(sku, out var known) ? known : [];

    /// <summary>The probabilities of 0, 1, 2.. days; null where the stated lead time is taken as certain.</summary>
    public double[]? FindLeadTimes(string supplier, string location) => _leadTimes.GetValueOrDefault((supplier, location));

    public IReadOnlyList<EnteredParameter> OverridesOf(ItemLocation key) => _overrides.TryGetValue(key, out var entered) ? entered : [];

    /// <summary>Items that a supplier delivers whose orders are taken on another day than they were then.</summary>
    public IEnumerable<string> ItemsOfTurnedOrderDays(DateTimeOffset then)
    {
        var turned = Calendars.SuppliersOfTurnedOrderDays(then);

        return turned.Count == 0 ? [] : _suppliers.Where(item => item.Value.Exists(terms => turned.Contains(terms.Supplier))).Select(item => item.Key);
    }

    public string? ClassOf(ItemLocation key) => _classes.GetValueOrDefault(key);

    private async Task ClassifyAsync(NpgsqlTransaction transaction, CancellationToken token)
    {
        var rows = await transaction.Statement(GatherClassInputs).WithoutTimeout().ListAsync(
            row => (Location: row.GetString(0), Item: Classed(row.GetString(1), row.GetDouble(2), row.GetDouble(3), row.GetDecimal(4))), token);

        foreach (var location in rows.GroupBy(row => row.Location, row => row.Item))
        {
            foreach (var item in ItemClasses.Of([.. location], ClassBounds.Usual))
            {
                _classes[new(location.Key, item.Key)] = $"{item.Turnover}{item.Steadiness}";
            }
        }
    }

    // A forecast that one cannot reckon with belongs to the last class; planning says what is wrong with it.
    private static ClassedItem Classed(string sku, double dailyMean, double weekDeviation, decimal unitCost)
    {
        const int Week = 7;
        var turnover = double.IsFinite(dailyMean) && dailyMean > 0 ? Quantity.Nearest(dailyMean) ?? 0 : 0;

        return new(sku, turnover <= 1_000_000_000 ? turnover * unitCost : 0, turnover > 0 ? Week * dailyMean : 0, weekDeviation);
    }

    private static (string Sku, SupplyTerms Terms) SupplierItem(NpgsqlDataReader row) => (
        row.GetString(0),
        new(row.GetString(1), row.GetInt32(2), row.GetDecimal(3), row.GetDecimal(4), row.GetDecimal(5))
        {
            UnitWeight = row.GetDecimal(6),
            UnitVolume = row.GetDecimal(7),
        });

    private static ((string Supplier, string Location) Lane, double[] LeadTimes) LeadTimes(NpgsqlDataReader row) => (
        (row.GetString(0), row.GetString(1)),
        new MeasuredLeadTimes(row.GetFieldValue<int[]>(2), row.GetFieldValue<int[]>(3)).Probabilities());

    private static (ItemLocation Key, EnteredParameter Entered) Override(NpgsqlDataReader row) => (
        new(row.GetString(0), row.GetString(1)),
        new(
            ParameterNames.Of(row.GetString(2)), row.GetDecimal(3), row.GetString(4), row.GetFieldValue<DateOnly>(5), row.GetString(6)));

    private static void Add<TKey, TValue>(Dictionary<TKey, List<TValue>> lists, TKey key, TValue value)
        where TKey : notnull
    {
        if (lists.TryGetValue(key, out var known))
        {
            known.Add(value);
        }
        else
        {
            lists.Add(key, [value]);
        }
    }
}

/// <summary>A location, known or not to have the item.</summary>
/// <param name="Today">Its business day; null where its time zone is not known.</param>
/// <param name="StorageVolume">Cubic metres; null where nothing limits it.</param>
internal sealed record PlacedLocation(
    string Code, string Kind, string TimeZone, DateOnly? Today, DateOnly? GoLive, bool AllowsNegative, ShareRule ShareRule, decimal? StorageVolume)
{
    public static PlacedLocation Read(NpgsqlDataReader row, DateTimeOffset now) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        BusinessDay.Find(now, row.GetString(2)),
        row.Optional<DateOnly?>(3),
        row.GetBoolean(4),
        row.Optional<string>(5) is { } rule ? ShareRules.Find(rule) ?? ShareRule.Proportional : ShareRule.Proportional,
        row.Optional<decimal?>(6));
}
