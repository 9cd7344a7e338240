using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Model;
using Composerp.Embedded.Postgres;

namespace Composerp.Embedded.Running;

/// <summary>Runs a PostgreSQL server from local binaries; its data stay where it has a volume, except in tests.</summary>
internal sealed class PostgresEngine(PostgresServerResource resource, RunSettings settings, ResourceLogs logs) : IEngine
{
    // Every service has a pool of its own, and a migration beside it.
    private static readonly Dictionary<string, string> _serverSettings = new() { ["max_connections"] = "300" };

    private PostgresServer? _server;
    private int _port;

    private string? Volume => settings.KeepsData ? resource.Last<VolumeAnnotation>()?.Name : null;

    public async Task<IRunning> StartAsync(CancellationToken token)
    {
        if (_server is { } ended)
        {
            await ended.StartAgainAsync(token);
        }
        else
        {
            _server = await PostgresServer.StartAsync(await OptionsAsync(token), token);
            _port = _server.Port;
            resource.FindEndpoint(PostgresServerResource.EndpointName)?.Allocate(_port);
        }

        return new Running(this, _server);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync();
        }
    }

    private async Task<PostgresServerOptions> OptionsAsync(CancellationToken token)
    {
        var volume = Volume;
        var wantedPort = settings.RandomPorts ? 0 : resource.FindEndpoint(PostgresServerResource.EndpointName)?.Port ?? 0;

        return new()
        {
            DataDirectory = volume is null ? PostgresServer.NewTemporaryDirectory() : PostgresServer.DefaultDataDirectory(volume),
            Temporary = volume is null,
            UserName = await resource.UserNameReference.GetValueAsync(token) ?? "",
            Password = await resource.PasswordParameter.GetValueAsync(token) ?? "",
            Port = _port == 0 ? wantedPort : _port,
            Settings = _serverSettings,
            OnLogLine = line => logs.Append(resource, line, isError: false),
        };
    }

    private sealed class Running(PostgresEngine engine, PostgresServer server) : IRunning
    {
        public int? ProcessId { get; } = server.ProcessId;

        public Task<int> Completion { get; } = server.Completion;

        // Data that are kept deserve an orderly end; those of a test would be deleted with it, and have to survive a restart.
        public async Task StopAsync()
        {
            if (engine.Volume is not null)
            {
                await engine.DisposeAsync();
            }
            else
            {
                await server.KillAsync();
            }
        }
    }
}
