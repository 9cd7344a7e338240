using System.Collections;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Aspire.Hosting.Testing;

namespace Composerp.Embedded.Tests.Hosting;

public sealed partial class EnvironmentTests(TrialFixture trial) : IClassFixture<TrialFixture>
{
    // What a shell between the host and the service may say of itself.
    private static readonly string[] _shellsOwn = ["_", "PWD", "OLDPWD", "SHLVL"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_is_given_what_Aspire_would_give_it_and_nothing_else()
    {
        using var client = trial.App.CreateHttpClient("service");
        var given = await client.GetFromJsonAsync<Dictionary<string, string>>("/environment", Token) ?? [];

        var own = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(one => (string)one.Key, one => (string?)one.Value);
        var added = given.Where(one => !_shellsOwn.Contains(one.Key) && own.GetValueOrDefault(one.Key) != one.Value);

        Assert.Equal(
            """
            ASPNETCORE_ENVIRONMENT=Development
            ASPNETCORE_URLS=http://localhost:#
            BACKEND_READY=http://localhost:#/ready
            ConnectionStrings__kafka=localhost:#
            ConnectionStrings__trialdb=Host=localhost;Port=#;Username=postgres;Password=*;Database=trial
            DOTNET_LAUNCH_PROFILE=trial
            DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION=true
            FROM_PROFILE=yes
            GREETING=good morning
            LOGGING__CONSOLE__FORMATTERNAME=simple
            OTEL_BLRP_SCHEDULE_DELAY=1000
            OTEL_BSP_SCHEDULE_DELAY=1000
            OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION=true
            OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION=true
            OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY=in_memory
            OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true
            OTEL_METRICS_EXEMPLAR_FILTER=trace_based
            OTEL_METRIC_EXPORT_INTERVAL=1000
            OTEL_RESOURCE_ATTRIBUTES=service.instance.id=*
            OTEL_SERVICE_NAME=service
            OTEL_TRACES_SAMPLER=always_on
            TRIALDB_DATABASENAME=trial
            TRIALDB_HOST=localhost
            TRIALDB_JDBCCONNECTIONSTRING=jdbc:postgresql://localhost:#/trial
            TRIALDB_PASSWORD=*
            TRIALDB_PORT=#
            TRIALDB_URI=postgresql://postgres:*@localhost:#/trial
            TRIALDB_USERNAME=postgres
            services__back-end__http__0=http://localhost:#
            """,
            string.Join('\n', added.Select(one => Shape($"{one.Key}={one.Value}")).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task The_values_are_the_addresses_at_which_the_resources_listen()
    {
        using var client = trial.App.CreateHttpClient("service");
        var given = await client.GetFromJsonAsync<Dictionary<string, string>>("/environment", Token) ?? [];

        Assert.Equal(await trial.App.GetConnectionStringAsync("trialdb", Token), given["ConnectionStrings__trialdb"]);
        Assert.Equal(await trial.App.GetConnectionStringAsync("kafka", Token), given["ConnectionStrings__kafka"]);
        Assert.Equal(trial.App.GetEndpoint("back-end", "http"), new Uri(given["services__back-end__http__0"]));
        Assert.Equal(client.BaseAddress, new Uri(given["ASPNETCORE_URLS"]));
    }

    [Fact]
    public async Task A_job_without_launch_profile_has_no_address_of_the_hosts()
    {
        using var client = trial.App.CreateHttpClient("back-end");
        var given = await client.GetFromJsonAsync<Dictionary<string, string>>("/environment", Token) ?? [];

        Assert.DoesNotContain("FROM_PROFILE", given.Keys);
        Assert.DoesNotContain("DOTNET_LAUNCH_PROFILE", given.Keys);
        Assert.DoesNotContain("ASPNETCORE_ENVIRONMENT", given.Keys);
        Assert.Equal(client.BaseAddress, new Uri(given["ASPNETCORE_URLS"]));
    }

    [Fact]
    public void Each_resource_starts_when_what_it_waits_for_is_ready()
    {
        var history = trial.History;
        int First(string name, string state) => history.TakeWhile(one => one != (name, state)).Count();

        int[] order =
        [
            First("postgres", "Healthy"), First("trialdb", "Starting"), First("trialdb", "Healthy"), First("job", "Starting"),
            First("job", "Finished"), First("service", "Starting"), First("service", "Healthy"),
        ];

        Assert.Equal(order.Order(), order);
        Assert.InRange(First("back-end", "Healthy"), 0, First("service", "Starting"));
        Assert.InRange(First("kafka", "Healthy"), 0, First("service", "Starting"));
        Assert.DoesNotContain(history.Count, order);
    }

    private static string Shape(string text) => Secret().Replace(Port().Replace(text, "$1#"), "*");

    [GeneratedRegex(@"((?:localhost:|Port=|_PORT=))\d+")]
    private static partial Regex Port();

    [GeneratedRegex(@"(?<=Password=|_PASSWORD=|postgres:|instance\.id=)[\w-]{22,}")]
    private static partial Regex Secret();
}
