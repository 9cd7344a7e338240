using Composerp.ServiceDefaults.EventLog.Consuming;
using Composerp.ServiceDefaults.EventLog.DeadLetters;
using Composerp.ServiceDefaults.EventLog.Feeding;
using Composerp.ServiceDefaults.EventLog.Inbound;
using Composerp.ServiceDefaults.EventLog.Relaying;
using Composerp.ServiceDefaults.Kafka;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Composerp.ServiceDefaults.EventLog;

/// <summary>Table of contents of the event log: what a service adds and maps.</summary>
public static class EventLogService
{
    /// <summary>Publishes a log: registers it, its relay to Kafka, and what the feed needs.</summary>
    public static void AddEventLog(this IHostApplicationBuilder builder, IEventLog log)
    {
        builder.AddEventLogParts();
        builder.Services.AddSingleton(log);
        builder.Services.TryAddSingleton<EventSignal>();
        builder.Services.AddHostedService<Relay>();
    }

    /// <summary>Consumes another service's log exactly once, in a hosted service.</summary>
    /// <param name="source">The producing service's resource name, "inventory-ledger": its feed is at http://{source}/v1/events.</param>
    /// <param name="topic">The topic that carries it.</param>
    /// <exception cref="InvalidOperationException">The source has a consumer: of two on one position each would miss what the other took.</exception>
    public static void AddEventConsumer<THandler>(this IHostApplicationBuilder builder, string source, string topic)
        where THandler : class, IEventHandler
    {
        if (builder.Services.Any(service => service.ImplementationInstance is ConsumerRoute known && known.Source == source))
        {
            throw new InvalidOperationException($"The log of {source} has a consumer in this service; its handler may do more than one thing.");
        }

        var route = new ConsumerRoute(source, topic, $"{ServiceName.Of(builder.Environment)}.{source}", typeof(THandler));

        builder.AddEventLogParts();
        builder.AddDeadLetters();
        builder.AddFeedClient();
        builder.Services.TryAddScoped<THandler>();
        builder.Services.AddSingleton(route);
        builder.Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<EventConsumer>(services, route));
    }

    /// <summary>Receives what shops, warehouses and other systems send to a topic, at least once, in a hosted service.</summary>
    public static void AddIntegrationConsumer<THandler>(this IHostApplicationBuilder builder, string topic)
        where THandler : class, IIntegrationHandler
    {
        var route = new InboundRoute(topic, $"{ServiceName.Of(builder.Environment)}.{topic}", typeof(THandler));

        builder.AddEventLogParts();
        builder.AddDeadLetters();
        builder.Services.TryAddScoped<THandler>();
        builder.Services.AddSingleton(route);
        builder.Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<InboundConsumer>(services, route));
    }

    /// <summary>GET /v1/events and /v1/events/heads where the service has a log; the dead letters' endpoints where it consumes.</summary>
    public static void MapEventLog(this WebApplication app)
    {
        if (app.Services.GetService<IEventLog>() is not null)
        {
            FeedEndpoints.Map(app);
        }

        if (app.Services.GetService<ApplyDeadLetter>() is not null)
        {
            DeadLetterEndpoints.Map(app);
        }
    }

    private static void AddEventLogParts(this IHostApplicationBuilder builder)
    {
        builder.AddKafka();

        if (builder.Services.Any(service => service.ServiceType == typeof(EventLogStatus)))
        {
            return;
        }

        builder.Services.AddSingleton<EventLogStatus>();
        builder.Services.AddSingleton<EventLogMetrics>();
        builder.Services.AddHealthChecks().AddCheck<EventLogStatus>(EventLogStatus.Name);
    }

    private static void AddDeadLetters(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<DeadLetterTopic>();
        builder.Services.TryAddSingleton<ApplyDeadLetter>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CountDeadLetters>());
    }

    // Consumers try again on their own, with an eye on the heads: retries, circuit breakers and short time-outs of the
    // usual clients would only be in the way of large pages.
    private static void AddFeedClient(this IHostApplicationBuilder builder)
    {
#pragma warning disable EXTEXP0001 // Removing the default resilience handlers is announced as experimental.
        builder.Services.AddHttpClient(FeedClient.ClientName, client => client.Timeout = TimeSpan.FromSeconds(30))
            .RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }
}
