using System.Diagnostics;
using Composerp.Tests.Support;
using Npgsql;

namespace Composerp.Forecasting.Tests.Service;

/// <summary>An empty database of the service, migrated by the service's own verb; one per test class.</summary>
public sealed class ForecastingDatabase(TestDatabases databases) : IAsyncLifetime
{
    private NpgsqlDataSource? _source;

    public string ConnectionString { get; private set; } = "";

    public NpgsqlDataSource Source => _source ?? throw new InvalidOperationException("Not initialized.");

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await databases.CreateAsync(TestContext.Current.CancellationToken);
        _source = NpgsqlDataSource.Create(ConnectionString);
        await MigrateAsync();
    }

    /// <summary>Runs a statement.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The first value of the first row.</summary>
    public async Task<T> ReadAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);

        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>The rows, their values joined with blanks.</summary>
    public async Task<List<string>> ReadLinesAsync(string sql)
    {
        var token = TestContext.Current.CancellationToken;
        await using var command = Source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(token);
        var lines = new List<string>();

        while (await rows.ReadAsync(token))
        {
            var values = new object[rows.FieldCount];
            rows.GetValues(values);
            lines.Add(string.Join(' ', values.Select(value => value is DateOnly day ? $"{day:yyyy-MM-dd}" : $"{value}")));
        }

        return lines;
    }

    /// <summary>Records demand as the ledger's events would: units per day, the last one on a given day.</summary>
    public async Task AddDemandAsync(string location, string sku, DateOnly last, params int[] units)
    {
        var shard = Contracts.Shards.OfLocation(location);

        await ExecuteAsync($"""
            insert into location
            values ('{location}', {shard}, '{location}', 'store', 'UTC', null, date '{last:yyyy-MM-dd}' - {units.Length - 1}, '{last:yyyy-MM-dd}')
            on conflict (code) do update
            set first_day = least(location.first_day, excluded.first_day), last_day = greatest(location.last_day, excluded.last_day);
            insert into series values ({shard}, '{location}', '{sku}', date '{last:yyyy-MM-dd}' - {units.Length - 1});
            insert into demand
            select {shard}, '{location}', '{sku}', date '{last:yyyy-MM-dd}' - {units.Length} + day::integer, units * 10000
            from unnest(array[{string.Join(',', units)}]::bigint[]) with ordinality as sold (units, day)
            """);
    }

    /// <summary>Records one more day of a series, with the last day of its location.</summary>
    public Task AddSaleAsync(string location, string sku, DateOnly day, int units) => ExecuteAsync($"""
        insert into demand values ({Contracts.Shards.OfLocation(location)}, '{location}', '{sku}', '{day:yyyy-MM-dd}', {units} * 10000::bigint);
        update location set last_day = greatest(last_day, date '{day:yyyy-MM-dd}') where code = '{location}'
        """);

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }
    }

    private async Task MigrateAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Composerp.Forecasting.dll"), "migrate"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__forecastdb"] = ConnectionString;
        using var migrate = Process.Start(start)!;
        var output = migrate.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await migrate.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await migrate.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(migrate.ExitCode == 0, await output + errors);
    }
}
