using Aspire.Hosting.ApplicationModel;

namespace Composerp.Embedded.Model;

/// <summary>What every project finds in its environment, as Aspire gives it.</summary>
internal static class ProjectEnvironment
{
    public static void AddTo(ResourceEnvironment environment, ProjectResource project, LaunchProfile? profile, bool isDevelopment)
    {
        environment.Set("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory");

        if (environment.IsPublishMode)
        {
            AddPorts(environment, project);
        }
        else
        {
            AddTelemetry(environment, project, isDevelopment);
            AddLaunchProfile(environment, profile);
            AddUrls(environment, project);
            environment.Set("LOGGING__CONSOLE__FORMATTERNAME", "simple");
            environment.Set("DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION", "true");
        }
    }

    private static void AddPorts(ResourceEnvironment environment, ProjectResource project)
    {
        var endpoints = project.All<EndpointAnnotation>().ToArray();

        if (endpoints.Length == 0)
        {
            return;
        }

        environment.Set("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true");
        AddPorts(environment, "HTTP_PORTS", project, endpoints.Where(endpoint => endpoint.Scheme == "http"));
        AddPorts(environment, "HTTPS_PORTS", project, endpoints.Where(endpoint => endpoint is { Scheme: "https", IsImplicit: false }));
    }

    private static void AddPorts(ResourceEnvironment environment, string name, ProjectResource project, IEnumerable<EndpointAnnotation> endpoints)
    {
        var ports = endpoints.Select(endpoint => new EndpointReference(project, endpoint.Name).Property(EndpointProperty.TargetPort)).ToArray();

        if (ports.Length > 0)
        {
            environment.Set(name, JoinedExpression.Of(";", ports));
        }
    }

    // The embedded dashboard receives no telemetry: there is an endpoint only where the user's own environment names one.
    private static void AddTelemetry(ResourceEnvironment environment, ProjectResource project, bool isDevelopment)
    {
        environment.Set("OTEL_SERVICE_NAME", project.Name);
        environment.Set("OTEL_RESOURCE_ATTRIBUTES", $"service.instance.id={project.Name}-{Guid.CreateVersion7():N}");

        if (!isDevelopment)
        {
            return;
        }

        environment.Set("OTEL_BLRP_SCHEDULE_DELAY", "1000");
        environment.Set("OTEL_BSP_SCHEDULE_DELAY", "1000");
        environment.Set("OTEL_METRIC_EXPORT_INTERVAL", "1000");
        environment.Set("OTEL_TRACES_SAMPLER", "always_on");
        environment.Set("OTEL_METRICS_EXEMPLAR_FILTER", "trace_based");
        environment.Set("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true");
        environment.Set("OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION", "true");
        environment.Set("OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION", "true");
    }

    private static void AddLaunchProfile(ResourceEnvironment environment, LaunchProfile? profile)
    {
        if (profile is null)
        {
            return;
        }

        environment.Set("DOTNET_LAUNCH_PROFILE", profile.Name);

        foreach (var (name, value) in profile.EnvironmentVariables)
        {
            environment.Set(name, value);
        }
    }

    private static void AddUrls(ResourceEnvironment environment, ProjectResource project)
    {
        var urls = project.All<EndpointAnnotation>().Select(endpoint => new EndpointReference(project, endpoint.Name)).ToArray();

        if (urls.Length > 0)
        {
            environment.Set("ASPNETCORE_URLS", JoinedExpression.Of(";", urls));
        }
    }
}
