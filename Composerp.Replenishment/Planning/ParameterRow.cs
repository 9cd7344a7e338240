using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Ordering;
using Composerp.Replenishment.Numerics.ServiceLevels;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.Replenishment.Planning;

/// <summary>What was calculated for an item at a location, as it is stored.</summary>
/// <param name="Rule">null: no rule is for it any more.</param>
/// <param name="Inputs">Of what it was calculated from; null where nothing was calculated.</param>
/// <param name="Calculated">Kept where calculating it again is dear.</param>
internal sealed record ParameterRow(
    ItemLocation Key,
    string? Rule,
    string? Class,
    decimal? ReorderPoint = null,
    decimal? OrderUpTo = null,
    decimal? SafetyStock = null,
    decimal? OrderQuantity = null,
    Guid? Inputs = null,
    string? Calculated = null)
{
    /// <summary>What may be used again, if the inputs are still the same.</summary>
    public KnownParameters? Known =>
        Inputs is { } inputs && Calculated is not null
        && JsonSerializer.Deserialize(Calculated, ReplenishmentJson.Default.CalculatedParameters) is { } parameters
            ? new(inputs, parameters)
            : null;

    /// <summary>The row that a derivation leads to.</summary>
    public static ParameterRow Of(ItemLocation key, PlanningInput input, DerivationSteps steps, Guid? inputs)
    {
        var stock = steps.Target?.SafetyStock ?? steps.Parameters?.Steps.First(step => step.Name == CalculatedParameters.SafetyStock).Value;
        var isDear = input.Policy is CalculatedPolicy { Target: { Kind: ServiceKind.FillRate, Shortage: Shortage.Lost } }
            or TimePhasedPolicy { Target: { Kind: ServiceKind.FillRate, Shortage: Shortage.Lost } };

        return new(
            key,
            input.Source?.Rule,
            input.Source?.Class,
            Trimmed(steps.OrderAt),
            Trimmed(steps.OrderUpTo),
            stock is { } number ? Quantity.Nearest(number) is { } nearest ? Trimmed(nearest) : null : steps.Netting is { } netting ? Trimmed(netting.SafetyStock) : null,
            steps.Lot is { } lot ? Trimmed(lot) : null,
            inputs,
            isDear && steps.Parameters is { } parameters ? JsonSerializer.Serialize(parameters, ReplenishmentJson.Default.CalculatedParameters) : null);
    }

    /// <param name="first">The column that it begins with.</param>
    public static ParameterRow? Find(NpgsqlDataReader row, ItemLocation key, int first)
    {
        if (row.Optional<string>(first) is not { } rule)
        {
            return null;
        }

        return new(
            key,
            rule,
            row.Optional<string>(first + 1),
            row.Optional<decimal?>(first + 2),
            row.Optional<decimal?>(first + 3),
            row.Optional<decimal?>(first + 4),
            row.Optional<decimal?>(first + 5),
            row.Optional<Guid?>(first + 6),
            row.Optional<string>(first + 7));
    }

    /// <summary>Writes the last columns of a row of the table planned.</summary>
    public static async Task WriteAsync(ParameterRow? parameters, NpgsqlBinaryImporter planned, CancellationToken token)
    {
        await planned.WriteAsync(parameters is not null, NpgsqlDbType.Boolean, token);
        await planned.WriteAsync(parameters?.Rule, NpgsqlDbType.Text, token);
        await planned.WriteAsync(parameters?.Class, NpgsqlDbType.Text, token);
        await planned.WriteAsync(parameters?.ReorderPoint, NpgsqlDbType.Numeric, token);
        await planned.WriteAsync(parameters?.OrderUpTo, NpgsqlDbType.Numeric, token);
        await planned.WriteAsync(parameters?.SafetyStock, NpgsqlDbType.Numeric, token);
        await planned.WriteAsync(parameters?.OrderQuantity, NpgsqlDbType.Numeric, token);
        await planned.WriteAsync(parameters?.Inputs, NpgsqlDbType.Uuid, token);
        await planned.WriteAsync(parameters?.Calculated, NpgsqlDbType.Text, token);
    }

    // Decimals are equal whatever their zeros, but text of them is not.
    private static decimal Trimmed(decimal value) => value / 1.0000000000000000000000000000m;
}
