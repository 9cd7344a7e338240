using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.EventLog.Inbound;

namespace Composerp.InventoryLedger.Inbound;

/// <summary>Posts the sales and receipts that shops and warehouses report, each once however often it comes.</summary>
/// <remarks>
/// The sender and its event id are the movement's id. What the ledger refuses is a dead letter with the reason: it can be
/// applied again once the item is known or the stock is there.
/// </remarks>
internal sealed class ReceiveReports(PostingLanes lanes, TimeProvider time) : IIntegrationHandler
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    public async Task<IReadOnlyList<RefusedIntegrationEvent>> ApplyAsync(IReadOnlyList<IntegrationEvent> events, CancellationToken token)
    {
        var refused = new List<RefusedIntegrationEvent>();
        var accepted = new List<(IntegrationEvent Event, Movement Movement)>();

        foreach (var received in events)
        {
            var (movement, reason) = Check(received);

            if (movement is null)
            {
                refused.Add(new(received, reason));
            }
            else
            {
                accepted.Add((received, movement));
            }
        }

        foreach (var batch in accepted.Chunk(lanes.WaitingMax))
        {
            var outcomes = await PostAsync([.. batch.Select(one => one.Movement)], token);
            refused.AddRange(from one in batch.Zip(outcomes)
                             where one.Second is Refused
                             select new RefusedIntegrationEvent(one.First.Event, Reason((Refused)one.Second)));
        }

        return refused;
    }

    private (Movement? Movement, string Reason) Check(IntegrationEvent received)
    {
        try
        {
            var (movement, violations) = MovementRules.Check(Draft(received), time.GetUtcNow());

            return (movement, string.Join(" ", violations.Select(violation => $"{violation.Field}: {LedgerReasons.Of(violation.Violation)}")));
        }
        catch (EventRefusedException unreadable)
        {
            return (null, unreadable.Message);
        }
    }

    private static MovementDraft Draft(IntegrationEvent received)
    {
        var id = $"{received.Source}/{received.Id}";

        switch (received.Type)
        {
            case EventTypes.SaleReported:
                var sale = received.Read(ContractsJson.Default.SaleReportedV1);

                return new(id, MovementKinds.Sale, sale.OccurredAt, sale.Location, Actor: sale.Actor, Lines: Lines(sale.Lines));
            case EventTypes.ReceiptReported:
                var receipt = received.Read(ContractsJson.Default.ReceiptReportedV1);

                return new(
                    id, MovementKinds.Receipt, receipt.OccurredAt, receipt.Location,
                    Reference: receipt.Reference, Actor: receipt.Actor, Lines: Lines(receipt.Lines));
            default:
                throw new EventRefusedException($"The ledger takes no events of the type {received.Type}.");
        }
    }

    private static MovementLineDraft?[] Lines(IReadOnlyList<ReportedLineV1?> lines) =>
    [
        .. lines.Select(line => line is null ? null : new MovementLineDraft(line.Sku, line.Quantity, UnitPrice: line.UnitPrice)),
    ];

    // The topic waits while too much waits to be posted.
    private async Task<IReadOnlyList<PostingOutcome>> PostAsync(Movement[] movements, CancellationToken token)
    {
        while (true)
        {
            if (await lanes.TryPostAsync(movements, token) is { } outcomes)
            {
                return outcomes;
            }

            await Task.Delay(_pause, time, token);
        }
    }

    private static string Reason(Refused refused) => string.Join(" ", refused.Refusals.Select(LedgerReasons.Of));
}
