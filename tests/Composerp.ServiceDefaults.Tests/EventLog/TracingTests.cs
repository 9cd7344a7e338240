using System.Collections.Concurrent;
using System.Diagnostics;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Tests.World;
using Composerp.Tests.Support;

namespace Composerp.ServiceDefaults.Tests.EventLog;

public sealed class TracingTests(TestDatabases databases)
{
    // Guard: the traceparent header of CloudEvent.MessageOf, and the links of EventLogTracing.Apply.
    [Fact]
    public async Task A_batch_that_is_applied_links_to_where_it_was_published_and_holds_its_database_work()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is EventLogTracing.SourceName or "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var world = await EventWorld.StartAsync(databases);

        await world.AppendAsync(1, 10);
        await world.AppliedExactlyOnceAsync();
        await Eventually.HoldsAsync(() => spans.Any(span => span.Kind == ActivityKind.Consumer && span.Links.Any()), "an apply span with a link", TestContext.Current.CancellationToken);

        var apply = spans.First(span => span.Kind == ActivityKind.Consumer && span.Links.Any());
        var publish = spans.Single(span => span.Kind == ActivityKind.Producer && span.SpanId == apply.Links.First().Context.SpanId);
        Assert.Equal(("publish shop-events", "apply shop-events"), (publish.DisplayName, apply.DisplayName));
        Assert.Contains(spans, span => span.Source.Name == "Npgsql" && span.ParentSpanId == apply.SpanId);
    }
}
