using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Composerp.ServiceDefaults.Kafka;

internal static class KafkaRegistration
{
    /// <summary>May be called for every relay and consumer: it registers once.</summary>
    public static void AddKafka(this IHostApplicationBuilder builder)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(KafkaClients)))
        {
            return;
        }

        builder.Services.AddSingleton<KafkaStatus>();
        builder.Services.AddSingleton<KafkaClients>();
        builder.Services.AddSingleton<TopicCreation>();
        builder.Services.AddHealthChecks().AddCheck<BrokerCheck>(BrokerCheck.Name);
    }
}
