using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Modifiers;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.Replenishment.Planning;

/// <summary>Lines of orders that have conditions in common, gathered while items are planned one by one.</summary>
/// <remarks>
/// Of a line only what the conditions need is kept in memory; its derivation is stored already. Suppliers without such
/// conditions have no lines here.
/// </remarks>
internal sealed class OrderBook(PlanningContext context)
{
    private static readonly string CreateJointLine = SqlFile.Of<OrderBook>("create_joint_line.sql");
    private static readonly string CopyJointLine = SqlFile.Of<OrderBook>("copy_joint_line.sql");
    private static readonly string ApplyJointLines = SqlFile.Of<OrderBook>("apply_joint_lines.sql");

    private readonly Dictionary<string, List<(OrderedLine Line, Guid PlannedId)>> _orders = new(StringComparer.Ordinal);

    public void Add(Decision decision)
    {
        if (decision is not { Line: { } line, PlannedId: { } id, Derivation.Terms.Supplier: var supplier })
        {
            return;
        }

        if (_orders.TryGetValue(supplier, out var lines))
        {
            lines.Add((line, id));
        }
        else
        {
            _orders.Add(supplier, [(line, id)]);
        }
    }

    /// <summary>Decides on all orders, and changes what was planned line by line.</summary>
    public async Task ApplyAsync(NpgsqlTransaction transaction, DateTimeOffset now, CancellationToken token)
    {
        if (_orders.Count == 0)
        {
            return;
        }

        await transaction.Statement(CreateJointLine).RunAsync(token);

        if (transaction.Connection is not { } connection)
        {
            throw new InvalidOperationException("The transaction has ended.");
        }

        await using (var written = await connection.BeginBinaryImportAsync(CopyJointLine, token))
        {
            var rooms = context.Rooms();

            foreach (var (supplier, lines) in _orders.OrderBy(order => order.Key, StringComparer.Ordinal))
            {
                lines.Sort((one, other) => Compare(one.Line, other.Line));

                foreach (var part in PartsOf(supplier, lines))
                {
                    await WriteAsync(supplier, part, rooms, written, token);
                }
            }

            await written.CompleteAsync(token);
        }

        await transaction.Statement(ApplyJointLines).WithoutTimeout().With(now).RunAsync(token);
    }

    /// <summary>A budget is one for all locations; without one each location's order stands alone.</summary>
    private IEnumerable<List<(OrderedLine Line, Guid PlannedId)>> PartsOf(string supplier, List<(OrderedLine Line, Guid PlannedId)> lines) =>
        context.OrderTermsOf(supplier)?.Budget is not null
            ? [lines]
            : lines.GroupBy(line => line.Line.Location, StringComparer.Ordinal).Select(order => order.ToList());

    private async Task WriteAsync(
        string supplier, List<(OrderedLine Line, Guid PlannedId)> lines, Dictionary<string, decimal> rooms, NpgsqlBinaryImporter written, CancellationToken token)
    {
        var limited = lines.Select(line => line.Line.Location).Distinct(StringComparer.Ordinal).Where(rooms.ContainsKey).ToList();
        var orders = new JointOrders(
            supplier,
            context.OrderTermsOf(supplier),
            context.BudgetLeftOf(supplier),
            [.. limited.Select(location => new Room(location, Math.Max(0, rooms[location])))],
            [.. lines.Select(line => line.Line)]);
        var decided = orders.Decide();

        foreach (var location in limited)
        {
            rooms[location] -= orders.VolumeAt(location, decided);
        }

        if (decided.All(line => line.Steps.Count == 0))
        {
            return;
        }

        var body = JsonSerializer.Serialize(orders, ReplenishmentJson.Default.JointOrders);
        var order = new JointDecision(JointDecision.IdOf(body), body);

        foreach (var (place, line) in decided.Index().Where(line => line.Item.Steps.Count > 0))
        {
            await written.StartRowAsync(token);
            await written.WriteAsync(lines[place].PlannedId, NpgsqlDbType.Uuid, token);
            await written.WriteAsync(order.Id, NpgsqlDbType.Uuid, token);
            await written.WriteAsync(order.Body, NpgsqlDbType.Text, token);
            await written.WriteAsync(place, NpgsqlDbType.Integer, token);
            await written.WriteAsync(line.Quantity, NpgsqlDbType.Numeric, token);
            await written.WriteAsync(string.Join(' ', line.Steps.Select(Explanation.InWords)), NpgsqlDbType.Text, token);
            order = order with { Body = null };
        }
    }

    private static int Compare(OrderedLine one, OrderedLine other)
    {
        var order = string.CompareOrdinal(one.Location, other.Location);

        return order != 0 ? order : string.CompareOrdinal(one.Sku, other.Sku);
    }
}
