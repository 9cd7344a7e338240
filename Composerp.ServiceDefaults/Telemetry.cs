using System.Diagnostics.Metrics;
using Composerp.ServiceDefaults.EventLog;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Composerp.ServiceDefaults;

/// <summary>Traces, metrics and logs: /metrics always, OTLP where the environment names an endpoint.</summary>
internal static class Telemetry
{
    /// <summary>The source under which Aspire's Kafka clients and ours report.</summary>
    private const string Kafka = "OpenTelemetry.Instrumentation.ConfluentKafka";

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        var exportsOtlp = !string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService(ServiceName.Of(builder.Environment))
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("Npgsql", Kafka, "Composerp.*")
                .AddPrometheusExporter());

        // Where several services share a process, as in tests, each tells of its own: equal instruments of theirs would count
        // as one, which ends with the first of them.
        builder.Services.ConfigureOpenTelemetryMeterProvider((services, metrics) =>
        {
            var own = services.GetRequiredService<IMeterFactory>();
            metrics.AddView(instrument => instrument.Meter.Scope is IMeterFactory factory && factory != own ? MetricStreamConfiguration.Drop : null);
        });

        // Without somebody who reads them, spans are only work.
        if (exportsOtlp)
        {
            telemetry
                .WithTracing(traces => traces
                    .AddAspNetCoreInstrumentation(web => web.Filter = request => !Paths.IsPolled(request.Request.Path))
                    .AddHttpClientInstrumentation()
                    .AddNpgsql()
                    .AddSource(EventLogTracing.SourceName, Kafka, "Composerp.*"))
                .UseOtlpExporter();

            builder.Logging.AddOpenTelemetry(logs =>
            {
                logs.IncludeFormattedMessage = true;
                logs.IncludeScopes = true;
            });
        }
    }
}
