using Composerp.Contracts;
using Composerp.InventoryLedger.OnOrder;
using Composerp.InventoryLedger.Tests.Housekeeping;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.ServiceDefaults.EventLog;
using Composerp.Tests.Support;
using Composerp.Tests.Support.ApiPages;

namespace Composerp.InventoryLedger.Tests.Api;

/// <summary>docs/ledger-api.md says what the ledger really answers, and of everything that it answers.</summary>
public sealed class ApiPageTests(TestDatabases databases)
{
    private static readonly ApiPage _page = ApiPage.Read();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_example_is_answered_as_the_page_says()
    {
        await using var ledger = await RunningLedger.StartAsync(databases, Token);
        await using var old = await OldLedger.StartAsync(databases);
        await ComeFromOthersAsync(ledger);
        await old.ArchiveAsync();
        var differences = new List<string>();

        foreach (var example in _page.Examples)
        {
            if (await example.FindDifferenceAsync((example.Line > _page.ArchivedFrom ? old.Running : ledger).Http, Token) is { } difference)
            {
                differences.Add($"Line {example.Line}, {example.Request}: {difference}");
            }
        }

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
        await LedgerTruth.AssertHoldsAsync(ledger.Database);
    }

    [Fact]
    public async Task Every_operation_is_told_of_with_its_parameters_its_problems_and_an_example()
    {
        await using var ledger = await RunningLedger.StartAsync(databases, Token);
        var document = (await ledger.GetAsync("/openapi/v1.json")).Json;
        var operations = OfferedOperation.ListOf(document);
        var examples = _page.Examples.Where(example => example.Status[0] == '2').Select(example => OfferedOperation.NameOf(example, operations)).ToHashSet();

        Assert.Equal(operations.Select(operation => operation.Name).Order(), _page.Operations.Select(told => told.Name).Order());
        Assert.Empty(
            from operation in operations
            join told in _page.Operations on operation.Name equals told.Name
            let statuses = told.Problems.SelectMany(_page.StatusesOf).Append("400").ToHashSet()
            from gap in operation.Fields.Except(told.Words).Select(field => $"{field} is not told of")
                .Concat(operation.Refusals.Except(statuses).Select(status => $"no problem is told of with status {status}"))
                .Concat(told.Problems.Where(type => !_page.StatusesOf(type).Intersect(operation.Refusals).Any()).Select(type => $"{type} is none of its problems"))
                .Concat(examples.Contains(operation.Name) ? [] : ["there is no example"])
            select $"{operation.Name}: {gap}");
    }

    /// <summary>An order that replenishment approved, and a sale that a till reported before anybody knew the item.</summary>
    private static async Task ComeFromOthersAsync(RunningLedger ledger)
    {
        var approved = NewEvent.Of(
            EventTypes.PurchaseOrderApproved,
            new PurchaseOrderApprovedV1("PO-1", "ACME", "W03", DateTimeOffset.UnixEpoch, "ann", [new("BOLT-M8", 800, new(2026, 3, 2))]),
            ContractsJson.Default.PurchaseOrderApprovedV1);
        await using var connection = await ledger.Database.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await new FollowPurchaseOrders().ApplyAsync([new(0, 1, approved.Type, DateTimeOffset.UnixEpoch, approved.Data)], transaction, Token);
        await transaction.CommitAsync(Token);
        await using var letter = ledger.Database.CreateCommand($$"""
            insert into dead_letter (source, shard, sequence, type, recorded_at, data, reason, sender, sender_event_id)
            values (
                '{{Topics.Integration}}', -1, 1, '{{EventTypes.SaleReported}}', '2026-04-01T17:00:00Z',
                convert_to('{"location":"S001","occurredAt":"2026-04-01T16:59:00Z","lines":[{"sku":"BOLT-M8","quantity":2}]}', 'UTF8'),
                'There is no item BOLT-M8.', 'urn:till:7', 'sale-1')
            """);
        await letter.ExecuteNonQueryAsync(Token);
    }
}
