using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Composerp.Tests.Support;

/// <summary>Passes each connection on to another address.</summary>
public sealed class TcpRelay : IAsyncDisposable
{
    // The number of IP_FREEBIND: a bridge has its address only once a container is on it.
    private const int FreeBind = 15;

    private readonly TcpListener _listener;
    private readonly IPEndPoint _target;
    private readonly Func<Stream, CancellationToken, Task<Stream>> _receiveAsync;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _open = new();
    private readonly Task _accepting;

    /// <param name="address">Where it is reached; port 0 takes a free one.</param>
    /// <param name="receiveAsync">What is done first with what a client sends, such as a handshake; an <see cref="IOException"/> refuses it.</param>
    public TcpRelay(IPEndPoint address, IPEndPoint target, Func<Stream, CancellationToken, Task<Stream>>? receiveAsync = null)
    {
        _target = target;
        _receiveAsync = receiveAsync ?? ((stream, _) => Task.FromResult(stream));
        _listener = new TcpListener(address);

        if (OperatingSystem.IsLinux())
        {
            _listener.Server.SetRawSocketOption((int)SocketOptionLevel.IP, FreeBind, BitConverter.GetBytes(1));
        }

        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_open.Keys);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var passing = PassAsync(client);
                _open[passing] = true;
                _ = passing.ContinueWith(done => _open.TryRemove(done, out _), TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();

        try
        {
            await using var received = await _receiveAsync(near.GetStream(), _stop.Token);
            await far.ConnectAsync(_target, _stop.Token);
            await Task.WhenAll(CopyAsync(received, far.GetStream(), far), CopyAsync(far.GetStream(), received, near));
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has closed hard; the other sees it by the end of its own connection.
        }
    }

    private async Task CopyAsync(Stream from, Stream to, TcpClient end)
    {
        await from.CopyToAsync(to, _stop.Token);
        end.Client.Shutdown(SocketShutdown.Send);
    }
}
