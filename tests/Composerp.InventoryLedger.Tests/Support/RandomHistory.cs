using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;
using Composerp.InventoryLedger.Tests.Domain;
using Microsoft.Extensions.DependencyInjection;

namespace Composerp.InventoryLedger.Tests.Support;

/// <summary>Movements of every kind in a random order of time, most of them at one position.</summary>
internal sealed class RandomHistory(RunningLedger ledger, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<string> _receipts = [];
    private readonly List<string> _movements = [];
    private int _ids;

    /// <summary>The day from which on movements occur.</summary>
    public int FirstDay { get; init; }

    public async Task AddMasterDataAsync()
    {
        await ledger.SendAsync(HttpMethod.Post, "/v1/items", """
            [{"sku":"beam","name":"Beam","category":"Long","valuation":"fifo"},{"sku":"bolt","name":"Bolt","category":"Small"},
             {"sku":"milk","name":"Milk","tracking":"lot"}]
            """);
        await ledger.AddLocationAsync("A", "Europe/Zurich");
        await ledger.AddLocationAsync("B", allowsNegative: true);
    }

    /// <summary>Posts movements that occurred on one of ten days; what is refused is left out.</summary>
    public async Task<int> PostAsync(int count)
    {
        var posted = 0;

        for (var n = 0; n < count; n += 25)
        {
            var movements = Enumerable.Range(0, 25).Select(_ => Movement()).ToArray();
            var outcomes = await ledger.Services.GetRequiredService<PostingLanes>()
                .TryPostAsync(movements, TestContext.Current.CancellationToken);

            foreach (var (movement, outcome) in movements.Zip(outcomes!))
            {
                if (outcome is Posted)
                {
                    posted++;
                    (movement.Kind == MovementKind.Receipt ? _receipts : _movements).Add(movement.Id);
                }
            }
        }

        return posted;
    }

    private Movement Movement()
    {
        var id = $"h{seed}-{_ids++}";
        var location = _random.Next(5) == 0 ? "B" : "A";
        var other = location == "A" ? "B" : "A";
        var sku = _random.Next(4) switch { 0 => "beam", 1 => "milk=L1", _ => "bolt" };
        var when = $"@{FirstDay + (_random.Next(0, 90) / 10m)} #{id}";
        var some = _random.Next(1, 9);

        return _random.Next(20) switch
        {
            < 6 => AMovement.Of($"RECEIPT {location} {sku} {some + 3}:{_random.Next(1, 500) / 100m} {when}"),
            < 12 => AMovement.Of($"SALE {location} {sku} {some} {when}"),
            12 => AMovement.Of($"COUNT {location} {sku} {some * 5} {when}"),
            13 => AMovement.Of($"ADJUSTMENT {location} {sku} -{some} {when}"),
            14 => AMovement.Of($"TRANSFER_OUT {location} > {other} {sku} {some} {when}"),
            15 => AMovement.Of($"TRANSFER_IN {location} > {other} {sku} {some} {when}"),
            16 => AMovement.Of($"DAMAGE {location} {sku} {some} {when}"),
            17 => AMovement.Of($"RESERVATION {location} {sku} {some} {when}"),
            18 when _movements.Count > 0 => AMovement.Of($"REVERSAL {_movements[_random.Next(_movements.Count)]} #{id}"),
            19 when _receipts.Count > 0 => Correction(id, _receipts[_random.Next(_receipts.Count)], sku.Split('=')[0]),
            _ => AMovement.Of($"CUSTOMER_RETURN {location} {sku} 1 {when}"),
        };
    }

    private Movement Correction(string id, string receipt, string sku)
    {
        var line = new MovementLine(new(sku), "", Quantity.Zero, _random.Next(1, 500) / 100m);

        return new(id, MovementKind.CostCorrection, AMovement.Day(FirstDay + _random.Next(0, 9)), new("A"), null, null, null, null, [line], default) { PastId = receipt };
    }
}
