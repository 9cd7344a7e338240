using System.Diagnostics;
using System.Globalization;
using Composerp.Bench.Ledger;
using Composerp.Bench.Support;
using Composerp.Embedded.Kafka;

const int SingleConnections = 64;
const int BatchConnections = 4;
const int BatchMovements = 1_000;
const double MemoryBarMebibytes = 512;

if (Arguments.Read(args) is not { } effort)
{
    await Console.Error.WriteLineAsync("usage: dotnet run -c Release --project bench/Ledger [-- [--quick] [--entries 1,10,30]]");

    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

var token = stop.Token;
var figures = new List<Figure>();
await using var server = await BenchServer.StartAsync(token);
Console.WriteLine($"PostgreSQL with {BenchServer.Settings}; {Environment.ProcessorCount} cores shared by server, service and clients.");

var tpcb = await server.PgbenchAsync(effort, token);
Add(Figure.Plain("reference-a-tpcb", tpcb, "tx/s"));

var referenceDatabase = await server.CreateDatabaseAsync("reference", token);
await LedgerProcess.MigrateAsync(referenceDatabase, token);
var references = new References(referenceDatabase);
var unnest = await references.UnnestAsync(effort.Measure / 2, token);
Add(Figure.Plain("reference-b-unnest", unnest, "entries/s"));
Add(Figure.Plain("reference-c-copy", await references.CopyAsync(effort.Measure / 2, token), "entries/s"));

await server.DropAsync("reference", token);

var database = await server.CreateDatabaseAsync("inventorydb", token);
await LedgerProcess.MigrateAsync(database, token);
using var kafka = KafkaCluster.Start();

await using (var ledger = await LedgerProcess.StartAsync(database, kafka.BootstrapServers, token))
{
    await LedgerScene.SetAsync(ledger.Http, token);
    HttpClient[] one = [ledger.Http];

    // Once without the clock: code is compiled, connections are made, and positions, which stock has long before.
    await new PostLoad(one, "warm").BatchAsync(BatchConnections, BatchMovements, effort.Warm, token);
    await new PostLoad(one, "warm-single").SingleAsync(SingleConnections, effort.WarmSingle, null, token);

    var single = await new PostLoad(one, "single").SingleAsync(SingleConnections, effort.Measure, null, token);
    Add(Figure.AtLeast("single-post", single.PerSecond, "posts/s", tpcb, 1));
    var half = new PostLoad(one, "half").SingleAsync(SingleConnections, effort.Measure, single.PerSecond / 2, token);
    var published = await BrokerLatency.ListenAsync(kafka.BootstrapServers, half);
    Add(Figure.AtMost("single-post-p99-ms", (await half).P99Milliseconds, "ms", 50));
    Add(Figure.Plain("commit-to-broker-p99-ms", LoadResult.Quantile(published, 0.99), "ms"));

    var (lines, bytes, cpu, started) = (await LinesAsync(), await BytesAsync(), ledger.Cpu, Stopwatch.GetTimestamp());
    var batch = await new PostLoad(one, "batch").BatchAsync(BatchConnections, BatchMovements, effort.Measure, token);
    Add(Figure.AtLeast("batch-post", batch.PerSecond, "moves/s", unnest, 0.6));
    Add(Figure.Plain("batch-post-cores", (ledger.Cpu - cpu) / Stopwatch.GetElapsedTime(started), "cores"));
    Add(Figure.AtMost("storage-per-line-bytes", (await BytesAsync() - bytes) / (double)(await LinesAsync() - lines), "bytes", 600));

    var hot = await new PostLoad(one, "hot") { IsHot = true }.BatchAsync(BatchConnections, BatchMovements, effort.Measure, token);
    Add(Figure.AtLeast("hot-position", hot.PerSecond, "moves/s", unnest, 0.3));

    await using (var second = await LedgerProcess.StartAsync(database, kafka.BootstrapServers, token))
    {
        // Each with as many connections as the one had.
        HttpClient[] two = [ledger.Http, second.Http];
        await new PostLoad(two, "warm-two").BatchAsync(two.Length * BatchConnections, BatchMovements, effort.Warm, token);
        var both = await new PostLoad(two, "two").BatchAsync(two.Length * BatchConnections, BatchMovements, effort.Measure, token);
        Add(Figure.AtLeast("two-replicas", both.PerSecond, "moves/s", batch.PerSecond, 0.9));
    }

    await InboundLoad.MeasureAsync(kafka.BootstrapServers, database, "warm-tills", effort.Events / 4, token);
    var inbound = await InboundLoad.MeasureAsync(kafka.BootstrapServers, database, "tills", effort.Events, token);
    Add(Figure.AtLeast("inbound", inbound, "moves/s", unnest, 0.6));
    Add(Figure.AtMost("count-20000-lines-seconds", await CountLoad.MeasureAsync(ledger.Http, token), "s", 5));
    Add(Figure.AtMost("service-memory-mib", ledger.PeakMebibytes, "MiB", MemoryBarMebibytes));

    Task<long> LinesAsync() => BenchServer.ReadAsync<long>(database, "select count(*) from entry", token);

    Task<long> BytesAsync() => BenchServer.ReadAsync<long>(
        database,
        """
        select sum(pg_total_relation_size(oid))::bigint from pg_class
        where relkind = 'r' and (relname like 'entry%' or relname like 'movement_id%' or relname in ('position', 'position_snapshot', 'cost_layer'))
        """,
        token);
}

await MeasurePastAsync();
Report.Show(figures);
Console.WriteLine($"Written to {await Report.WriteAsync("ledger", figures, token)}.");

return figures.All(figure => figure.Met != false) ? 0 : 1;

async Task MeasurePastAsync()
{
    var pastDatabase = await server.CreateDatabaseAsync("past", token);
    await LedgerProcess.MigrateAsync(pastDatabase, token);
    await using var ledger = await LedgerProcess.StartAsync(pastDatabase, null, token);
    var past = new PastLoad(pastDatabase);
    var first = double.NaN;

    foreach (var entries in effort.Entries)
    {
        await past.FillAsync(entries, token);
        var pages = await PagesAsync();
        var occurred = await past.MeasureAsync(ledger.Http, "occurred", effort.PastReads, token);
        var read = (await PagesAsync() - pages) / (1.1 * effort.PastReads);
        var recorded = await past.MeasureAsync(ledger.Http, "recorded", effort.PastReads, token);
        var slower = Math.Max(occurred, recorded);
        var size = string.Create(CultureInfo.InvariantCulture, $"{entries / 1_000_000.0:0.###}m");
        first = double.IsNaN(first) ? slower : first;

        Add(Figure.AtMost($"as-of-p99-ms-at-{size}", slower, "ms", 20));
        Add(Figure.Plain($"as-of-pages-at-{size}", read, "pages"));

        if (entries == effort.Entries[^1])
        {
            Add(Figure.AtMost("as-of-p99-ms", slower, "ms", 20, first, 1.3));
        }
    }

    async Task<double> PagesAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(1), token);

        return await BenchServer.ReadAsync<long>(pastDatabase, "select blks_hit + blks_read from pg_stat_database where datname = 'past'", token);
    }
}

void Add(Figure figure)
{
    figures.Add(figure);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {figure.Name}: {figure.Value:#,0.###} {figure.Unit}"));
}
