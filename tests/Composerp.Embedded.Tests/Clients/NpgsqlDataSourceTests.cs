using System.Data.Common;
using System.Diagnostics;
using Composerp.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Composerp.Embedded.Tests.Clients;

public sealed class NpgsqlDataSourceTests(TestDatabases databases) : IClassFixture<TestDatabases>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Host=section", null, null, "section")]
    [InlineData("Host=section", "Host=named", null, "named")]
    [InlineData("Host=section", "Host=named", "Host=string", "string")]
    public void The_connection_string_is_the_most_particular_one(string? section, string? named, string? text, string host)
    {
        using var service = AHost.With(
            builder => builder.AddNpgsqlDataSource("orders"),
            ("Aspire:Npgsql:ConnectionString", section),
            ("Aspire:Npgsql:orders:ConnectionString", named),
            ("ConnectionStrings:orders", text));

        var source = service.Services.GetRequiredService<NpgsqlDataSource>();

        Assert.Equal(host, new NpgsqlConnectionStringBuilder(source.ConnectionString).Host);
    }

    [Fact]
    public void The_caller_has_the_last_word()
    {
        using var service = AHost.With(
            builder => builder.AddNpgsqlDataSource(
                "orders",
                settings => settings.ConnectionString += ";Database=more",
                source => source.ConnectionStringBuilder.ApplicationName = "ledger"),
            ("ConnectionStrings:orders", "Host=here"));

        var source = new NpgsqlConnectionStringBuilder(service.Services.GetRequiredService<NpgsqlDataSource>().ConnectionString);

        Assert.Equal(("here", "more", "ledger"), (source.Host, source.Database, source.ApplicationName));
    }

    [Fact]
    public void A_missing_connection_string_is_told_when_it_is_needed()
    {
        using var service = AHost.With(builder => builder.AddNpgsqlDataSource("orders"));

        var refusal = Assert.Throws<InvalidOperationException>(() => service.Services.GetRequiredService<NpgsqlDataSource>());

        Assert.Equal(
            "ConnectionString is missing. It should be provided in 'ConnectionStrings:orders' or under the 'ConnectionString' key in "
            + "'Aspire:Npgsql' configuration section.",
            refusal.Message);
    }

    [Fact]
    public async Task Connections_come_from_the_source_under_all_its_names()
    {
        using var service = AHost.With(
            builder =>
            {
                builder.AddNpgsqlDataSource("orders");
                builder.AddKeyedNpgsqlDataSource("other");
            },
            ("ConnectionStrings:orders", await databases.CreateAsync(Token)),
            ("ConnectionStrings:other", "Host=elsewhere"));

        await using var connection = service.Services.GetRequiredService<NpgsqlConnection>();
        await connection.OpenAsync(Token);

        Assert.Same(service.Services.GetRequiredService<NpgsqlDataSource>(), service.Services.GetRequiredService<DbDataSource>());
        Assert.Contains("elsewhere", service.Services.GetRequiredKeyedService<NpgsqlDataSource>("other").ConnectionString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_is_the_servers()
    {
        using var service = AHost.With(
            builder =>
            {
                builder.AddNpgsqlDataSource("orders");
                builder.AddNpgsqlDataSource("orders");
                builder.AddKeyedNpgsqlDataSource("nowhere");
                builder.AddKeyedNpgsqlDataSource("unwatched", settings => settings.DisableHealthChecks = true);
            },
            ("ConnectionStrings:orders", await databases.CreateAsync(Token)),
            ("ConnectionStrings:nowhere", "Host=127.0.0.1;Port=1;Timeout=1"),
            ("ConnectionStrings:unwatched", "Host=127.0.0.1;Port=1"));

        Assert.Equal(["PostgreSql", "PostgreSql_nowhere"], service.HealthChecks());
        var report = await service.CheckHealthAsync();
        Assert.Equal(HealthStatus.Healthy, report.Entries["PostgreSql"].Status);
        Assert.Equal(HealthStatus.Unhealthy, report.Entries["PostgreSql_nowhere"].Status);
    }

    [Fact]
    public async Task Queries_leave_spans_and_metrics()
    {
        var spans = new List<Activity>();
        var metrics = new List<Metric>();
        using var service = AHost.With(
            builder =>
            {
                builder.AddNpgsqlDataSource("orders");
                builder.Services.AddOpenTelemetry()
                    .WithTracing(traces => traces.AddInMemoryExporter(spans))
                    .WithMetrics(meters => meters.AddInMemoryExporter(metrics));
            },
            ("ConnectionStrings:orders", await databases.CreateAsync(Token)));
        await service.StartAsync(Token);

        await using (var command = service.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select 'told'"))
        {
            await command.ExecuteScalarAsync(Token);
        }

        service.Services.GetRequiredService<TracerProvider>().ForceFlush();
        service.Services.GetRequiredService<MeterProvider>().ForceFlush();
        Assert.Contains(spans, span => span.Source.Name == "Npgsql" && span.Tags.Any(tag => tag.Value == "select 'told'"));
        Assert.Contains(metrics, metric => metric.MeterName == "Npgsql");
    }
}
