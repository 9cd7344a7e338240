using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.Replenishment.Planning;

/// <summary>Changes what was planned line by line to what the conditions of whole orders make of it.</summary>
internal static class OrderBookStore
{
    private static readonly string CreateJointLine = SqlFile.Of(typeof(OrderBookStore), "create_joint_line.sql");
    private static readonly string CopyJointLine = SqlFile.Of(typeof(OrderBookStore), "copy_joint_line.sql");
    private static readonly string ApplyJointLines = SqlFile.Of(typeof(OrderBookStore), "apply_joint_lines.sql");

    public static async Task ApplyAsync(NpgsqlTransaction transaction, OrderBook book, DateTimeOffset now, CancellationToken token)
    {
        if (book.IsEmpty)
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
            foreach (var orders in book.Decide())
            {
                await WriteAsync(orders, written, token);
            }

            await written.CompleteAsync(token);
        }

        await transaction.Statement(ApplyJointLines).WithoutTimeout().With(now).RunAsync(token);
    }

    private static async Task WriteAsync(DecidedOrders decided, NpgsqlBinaryImporter written, CancellationToken token)
    {
        if (!decided.Changed.Any())
        {
            return;
        }

        var body = JsonSerializer.Serialize(decided.Orders, ReplenishmentJson.Default.JointOrders);
        var order = new JointDecision(JointDecision.IdOf(body), body);

        foreach (var (place, (plannedId, line)) in decided.Changed)
        {
            await written.StartRowAsync(token);
            await written.WriteAsync(plannedId, NpgsqlDbType.Uuid, token);
            await written.WriteAsync(order.Id, NpgsqlDbType.Uuid, token);
            await written.WriteAsync(order.Body, NpgsqlDbType.Text, token);
            await written.WriteAsync(place, NpgsqlDbType.Integer, token);
            await written.WriteAsync(line.Quantity, NpgsqlDbType.Numeric, token);
            await written.WriteAsync(Explanation.InWords(line), NpgsqlDbType.Text, token);
            order = order with { Body = null };
        }
    }
}
