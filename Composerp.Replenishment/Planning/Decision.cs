using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Policies;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.Replenishment.Planning;

/// <summary>What a run decided on one item at one location, ready to be stored.</summary>
/// <param name="Parameters">Where they are other than those stored; null where they are the same.</param>
/// <param name="IsPlanned">A rule is for it.</param>
internal sealed record Decision(
    ItemLocation Key,
    string Outcome,
    Guid? OpenProposal,
    Derivation? Derivation = null,
    string? DerivationJson = null,
    string? Reason = null,
    string? SkipType = null,
    ParameterRow? Parameters = null,
    bool IsPlanned = true)
{
    public const string Proposed = "proposed";
    public const string Enough = "enough";
    public const string Skipped = "skipped";

    /// <summary>The type of what was skipped because something went wrong.</summary>
    public const string Failed = "calculation-failed";

    private readonly Derivation? _enough;

    /// <summary>How it was decided, also where nothing is ordered; null where nothing was calculated.</summary>
    public Derivation? Considered
    {
        get => Derivation ?? _enough;
        init => _enough = value;
    }

    /// <summary>Nothing is ordered, nothing was proposed before, and what was calculated is the same as before.</summary>
    public bool ChangesNothing => Outcome == Enough && OpenProposal is null && Parameters is null;

    /// <summary>Decides purely; the words and the JSON are made here too, since this part runs on every core.</summary>
    /// <remarks>Whatever is wrong with one item at one location stops nothing: it is skipped, and says why.</remarks>
    public static Decision Of(SnapshotRow row, PlanningContext context, DateOnly now, DateOnly? date)
    {
        try
        {
            return Decide(row, context, now, date);
        }
#pragma warning disable CA1031 // One bad item never stops a run, whatever is bad about it.
        catch (Exception failed) when (failed is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            return new(row.Key, Skipped, row.Open?.Id, Reason: $"The calculation failed: {failed.Message}", SkipType: Failed);
        }
    }

    private static Decision Decide(SnapshotRow row, PlanningContext context, DateOnly now, DateOnly? date)
    {
        var suppliers = context.SuppliersOf(row.Key.Sku);
        var itemClass = context.ClassOf(row.Key);
        var traits = new ItemTraits(
            row.Key.Location, row.Key.Sku, row.Category, row.LocationKind, [.. suppliers.Select(supplier => supplier.Supplier)], itemClass);

        if (context.FindRule(traits, date ?? row.Location?.Today ?? now) is not { } rule)
        {
            // Nothing to plan, but perhaps a proposal to withdraw.
            return new(row.Key, Enough, row.Open?.Id, Parameters: row.Stored is null ? null : new(row.Key, null, null), IsPlanned: false);
        }

        return rule.Terms.ToPolicy() is ManualPolicy
            ? new(row.Key, Enough, row.Open?.Id, Parameters: Changed(new(row.Key, rule.Name, itemClass), row))
            : Decide(row, SnapshotOf(row, context, rule, suppliers, itemClass), date);
    }

    private static Decision Decide(SnapshotRow row, ItemLocationSnapshot snapshot, DateOnly? date) => snapshot.Plan(date) switch
    {
        Domain.Proposed { Derivation: var derivation, Key: var inputs } => new(
            row.Key,
            Proposed,
            row.Open?.Id,
            derivation,
            JsonSerializer.Serialize(derivation, ReplenishmentJson.Default.Derivation),
            Explanation.InWords(derivation),
            Parameters: Changed(row, derivation, inputs)),
        Domain.Skipped skipped => new(row.Key, Skipped, row.Open?.Id, Reason: skipped.Reason, SkipType: skipped.Type),
        Domain.Enough { Derivation: var derivation, Key: var inputs } =>
            new(row.Key, Enough, row.Open?.Id, Parameters: Changed(row, derivation, inputs)) { Considered = derivation },
        var outcome => throw new System.Diagnostics.UnreachableException($"{outcome} is no outcome."),
    };

    private static ItemLocationSnapshot SnapshotOf(
        SnapshotRow row, PlanningContext context, PolicyRule rule, IReadOnlyList<SupplyTerms> suppliers, string? itemClass)
    {
        var source = rule.Source is { } named
            ? suppliers.FirstOrDefault(supplier => supplier.Supplier == named)
            : suppliers
                .OrderBy(supplier => supplier.UnitCost)
                .ThenBy(supplier => supplier.LeadTimeDays)
                .ThenBy(supplier => supplier.Supplier, StringComparer.Ordinal)
                .FirstOrDefault();

        return new(
            row.Key, row.Location, row.IsItemKnown, rule.Terms.ToPolicy(), source?.Supplier ?? rule.Source ?? "", source,
            row.Position, row.Forecast)
        {
            Source = new(rule.Name, rule.Scope.InWords(), rule.Priority, itemClass),
            Limits = rule.Terms.ToLimits(),
            Lane = context.Calendars.FindLane(source?.Supplier, row.Key.Location),
            LeadTimes = source is null ? null : context.FindLeadTimes(source.Supplier, row.Key.Location),
            IsWhole = row.IsWhole,
            Receipts = row.Due,
            Lots = row.Lots,
            Overrides = context.OverridesOf(row.Key),
            Open = row.Open is { } open && open.Supplier == source?.Supplier ? open.Proposal : null,
            Known = row.Stored?.Known,
        };
    }

    private static ParameterRow? Changed(SnapshotRow row, Derivation derivation, Guid? inputs) =>
        derivation.Steps is { } steps ? Changed(ParameterRow.Of(row.Key, derivation.Input, steps, inputs), row) : null;

    private static ParameterRow? Changed(ParameterRow parameters, SnapshotRow row) =>
        row.Stored is { } stored && parameters == stored with { Calculated = parameters.Calculated } ? null : parameters;

    /// <summary>Writes one row of the table planned.</summary>
    /// <param name="concerns">As JSON; null where there are none.</param>
    public async Task WriteAsync(string? concerns, NpgsqlBinaryImporter planned, CancellationToken token)
    {
        await planned.StartRowAsync(token);
        await planned.WriteAsync(Key.Location, NpgsqlDbType.Text, token);
        await planned.WriteAsync(Key.Sku, NpgsqlDbType.Text, token);
        await planned.WriteAsync(Outcome, NpgsqlDbType.Text, token);
        await planned.WriteAsync(OpenProposal, NpgsqlDbType.Uuid, token);
        await planned.WriteAsync(Derivation is null ? null : (Guid?)Guid.CreateVersion7(), NpgsqlDbType.Uuid, token);
        await planned.WriteAsync(Derivation?.Input.Supply.Supplier, NpgsqlDbType.Text, token);
        await planned.WriteAsync(Derivation?.Quantity, NpgsqlDbType.Numeric, token);
        await planned.WriteAsync(Derivation?.Input.Supply.UnitCost, NpgsqlDbType.Numeric, token);
        await planned.WriteAsync(Derivation?.OrderOn, NpgsqlDbType.Date, token);
        await planned.WriteAsync(Derivation?.ExpectedOn, NpgsqlDbType.Date, token);
        await planned.WriteAsync(DerivationJson, NpgsqlDbType.Text, token);
        await planned.WriteAsync(Reason, NpgsqlDbType.Text, token);
        await planned.WriteAsync(SkipType, NpgsqlDbType.Text, token);
        await ParameterRow.WriteAsync(Parameters, planned, token);
        await planned.WriteAsync(concerns, NpgsqlDbType.Text, token);
    }
}
