using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Modifiers;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.Replenishment.Planning;

/// <summary>What a run decided on one item at one location and one of its sources, ready to be stored.</summary>
/// <param name="OpenProposal">That is replaced, kept or withdrawn by it.</param>
/// <param name="Parameters">Where they are other than those stored; null where they are the same.</param>
/// <param name="IsPlanned">A rule is for it; of several decisions on an item at a location the first one says so.</param>
/// <param name="Shortage">How what was short at its source was shared.</param>
/// <param name="Line">Of an order that is decided on as a whole; its quantity may be 0 here and more in the end.</param>
internal sealed record Decision(
    ItemLocation Key,
    string Outcome,
    Guid? OpenProposal,
    Derivation? Derivation = null,
    string? DerivationJson = null,
    string? Reason = null,
    string? SkipType = null,
    ParameterRow? Parameters = null,
    bool IsPlanned = true,
    JointDecision? Shortage = null,
    OrderedLine? Line = null)
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
    public bool ChangesNothing => Outcome == Enough && OpenProposal is null && Parameters is null && Line is null;

    /// <summary>What its row in the table planned is known by.</summary>
    public Guid? PlannedId { get; } = Derivation is null ? null : Guid.CreateVersion7();

    private string? Kind => Derivation is null ? null : Derivation.Input.Sourcing?.Kind ?? OrderKinds.Purchase;

    /// <summary>It could not be planned.</summary>
    public static IEnumerable<Decision> Skip(SnapshotRow row, Skipped skipped) => WithAllOpen(
        row, new(row.Key, Skipped, null, Reason: skipped.Reason, SkipType: skipped.Type));

    /// <summary>It needs something, and nobody who was asked has any.</summary>
    public static IEnumerable<Decision> Short(SnapshotRow row, Derivation need, Guid? inputs, string sources) => WithAllOpen(row, new(
        row.Key, Skipped, null,
        Reason: Explanation.Text($"It needs {need.Quantity:0.####}, and {sources} can give nothing of it now."),
        SkipType: "source-short",
        Parameters: Changed(row, need, inputs)) { Considered = need });

    public static IEnumerable<Decision> Suffice(SnapshotRow row, Derivation derivation, Guid? inputs) =>
        WithAllOpen(row, new(row.Key, Enough, null, Parameters: Changed(row, derivation, inputs)) { Considered = derivation });

    /// <summary>Nothing is planned for it, but perhaps there is a proposal to withdraw.</summary>
    /// <param name="rule">null: none is for it.</param>
    public static IEnumerable<Decision> Rest(SnapshotRow row, string? rule, string? itemClass) => WithAllOpen(row, rule is null
        ? new(row.Key, Enough, null, Parameters: row.Stored is null ? null : new(row.Key, null, null), IsPlanned: false)
        : new(row.Key, Enough, null, Parameters: Changed(new(row.Key, rule, itemClass), row)));

    /// <summary>The words and the JSON are made here, since this part runs on every core.</summary>
    /// <param name="taken">From each source its part; nothing of a line that may be filled up later.</param>
    public static IEnumerable<Decision> Propose(
        SnapshotRow row, Derivation need, Guid? inputs, IReadOnlyList<(Derivation Derivation, JointDecision? Shortage, OrderedLine? Line)> taken)
    {
        var left = row.Open.ToList();
        var isFirst = true;

        foreach (var (derivation, shortage, line) in taken)
        {
            var kind = derivation.Input.Sourcing?.Kind ?? OrderKinds.Purchase;
            var open = left.Find(one => one.Kind == kind && one.Source == derivation.Terms.Supplier);

            if (open is not null)
            {
                left.Remove(open);
            }

            yield return new(
                row.Key,
                derivation.Quantity > 0 ? Proposed : Enough,
                open?.Id,
                derivation,
                JsonSerializer.Serialize(derivation, ReplenishmentJson.Default.Derivation),
                Explanation.InWords(derivation),
                Parameters: isFirst ? Changed(row, need, inputs) : null,
                IsPlanned: isFirst,
                Shortage: shortage,
                Line: line);
            isFirst = false;
        }

        foreach (var open in left)
        {
            yield return Withdrawn(row, open);
        }
    }

    private static IEnumerable<Decision> WithAllOpen(SnapshotRow row, Decision decision) =>
    [
        decision with { OpenProposal = row.Open is [var first, ..] ? first.Id : null },
        .. row.Open.Skip(1).Select(open => Withdrawn(row, open)),
    ];

    private static Decision Withdrawn(SnapshotRow row, OpenRow open) => new(row.Key, Enough, open.Id, IsPlanned: false);

    private static ParameterRow? Changed(SnapshotRow row, Derivation derivation, Guid? inputs) =>
        derivation.Steps is { } steps ? Changed(ParameterRow.Of(row.Key, derivation.Input, steps, inputs), row) : null;

    private static ParameterRow? Changed(ParameterRow parameters, SnapshotRow row) =>
        row.Stored is { } stored && parameters == stored with { Calculated = parameters.Calculated } ? null : parameters;

    /// <summary>Writes one row of the table planned.</summary>
    /// <param name="concerns">As JSON; null where there are none.</param>
    public async Task WriteAsync(string? concerns, NpgsqlBinaryImporter planned, CancellationToken token)
    {
        var isTransfer = Kind == OrderKinds.Transfer;
        await planned.StartRowAsync(token);
        await planned.WriteAsync(Key.Location, NpgsqlDbType.Text, token);
        await planned.WriteAsync(Key.Sku, NpgsqlDbType.Text, token);
        await planned.WriteAsync(Outcome, NpgsqlDbType.Text, token);
        await planned.WriteAsync(OpenProposal, NpgsqlDbType.Uuid, token);
        await planned.WriteAsync(PlannedId, NpgsqlDbType.Uuid, token);
        await planned.WriteAsync(Kind, NpgsqlDbType.Text, token);
        await planned.WriteAsync(isTransfer ? null : Derivation?.Terms.Supplier, NpgsqlDbType.Text, token);
        await planned.WriteAsync(isTransfer ? Derivation?.Terms.Supplier : null, NpgsqlDbType.Text, token);
        await planned.WriteAsync(Derivation?.Quantity, NpgsqlDbType.Numeric, token);
        await planned.WriteAsync(Derivation?.Terms.UnitCost, NpgsqlDbType.Numeric, token);
        await planned.WriteAsync(Derivation?.OrderOn, NpgsqlDbType.Date, token);
        await planned.WriteAsync(Derivation?.ExpectedOn, NpgsqlDbType.Date, token);
        await planned.WriteAsync(DerivationJson, NpgsqlDbType.Text, token);
        await planned.WriteAsync(Reason, NpgsqlDbType.Text, token);
        await planned.WriteAsync(SkipType, NpgsqlDbType.Text, token);
        await planned.WriteAsync(Shortage?.Id, NpgsqlDbType.Uuid, token);
        await planned.WriteAsync(Shortage?.Body, NpgsqlDbType.Text, token);
        await ParameterRow.WriteAsync(Parameters, planned, token);
        await planned.WriteAsync(concerns, NpgsqlDbType.Text, token);
    }
}
