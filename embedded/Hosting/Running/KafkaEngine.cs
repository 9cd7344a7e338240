using System.Globalization;
using Aspire.Hosting;
using Composerp.Embedded.Kafka;
using Composerp.Embedded.Model;

namespace Composerp.Embedded.Running;

/// <summary>Runs librdkafka's in-memory broker within this process.</summary>
internal sealed class KafkaEngine(KafkaServerResource kafka, ResourceLogs logs) : IEngine
{
    private KafkaCluster? _cluster;

    public Task<IRunning> StartAsync(CancellationToken token)
    {
        if (_cluster is null)
        {
            _cluster = KafkaCluster.Start();
            var port = int.Parse(_cluster.BootstrapServers.Split(':')[^1], CultureInfo.InvariantCulture);
            kafka.FindEndpoint(KafkaServerResource.EndpointName)?.Allocate(port);
            kafka.FindEndpoint(KafkaServerResource.InternalEndpointName)?.Allocate(port);
            logs.Append(kafka, $"In-memory broker on {_cluster.BootstrapServers}; its messages live as long as this process.", isError: false);
        }
        else
        {
            _cluster.BringUp();
            logs.Append(kafka, "Broker up again, with its messages.", isError: false);
        }

        return Task.FromResult<IRunning>(new Running(_cluster));
    }

    public ValueTask DisposeAsync()
    {
        _cluster?.Dispose();

        return ValueTask.CompletedTask;
    }

    private sealed class Running(KafkaCluster cluster) : IRunning
    {
        private readonly TaskCompletionSource<int> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int? ProcessId => Environment.ProcessId;

        public Task<int> Completion => _completion.Task;

        public Task StopAsync()
        {
            cluster.TakeDown();
            _completion.TrySetResult(0);

            return Task.CompletedTask;
        }
    }
}
