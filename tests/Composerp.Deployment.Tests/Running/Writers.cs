using System.Net.Http.Json;
using System.Threading.Channels;

namespace Composerp.Deployment.Tests.Running;

/// <summary>Writers side by side, each of which begins its next write when the one before was acknowledged.</summary>
internal sealed class Writers : IAsyncDisposable
{
    private readonly Channel<int> _acknowledged = Channel.CreateUnbounded<int>();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client;
    private readonly AcknowledgedWrites _writes;
    private readonly CancellationToken _token;
    private readonly Task _writing;

    public Writers(Uri address, AcknowledgedWrites writes, CancellationToken token)
    {
        _client = new HttpClient { BaseAddress = address };
        _writes = writes;
        _token = token;
        _writing = Task.WhenAll(Enumerable.Range(0, AcknowledgedWrites.Writers).Select(WriteAllAsync));
    }

    /// <summary>Ends when this many more were acknowledged, or one failed.</summary>
    public async Task WriteAsync(int count)
    {
        while (_acknowledged.Reader.TryRead(out _))
        {
            // From before.
        }

        for (var left = count; left > 0 && await _acknowledged.Reader.WaitToReadAsync(_token); left--)
        {
            await _acknowledged.Reader.ReadAsync(_token);
        }
    }

    /// <summary>Ends when all have finished their last write, and fails with the first that failed.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _writing;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task WriteAllAsync(int writer)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var write = _writes.Next(writer);
                using var request = new HttpRequestMessage(write.Method, write.Path) { Content = JsonContent.Create(write.Body) };
                using var answer = await _client.SendAsync(request, _token);
                await _writes.AcknowledgeAsync(writer, answer, _token);
                await _acknowledged.Writer.WriteAsync(writer, _token);
            }
        }
        catch (Exception failed)
        {
            _acknowledged.Writer.TryComplete(failed);

            throw;
        }
    }
}
