using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Composerp.Deployment.Tests.Running;

/// <summary>Passes each connection on to another address.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    // The number of IP_FREEBIND: a bridge has its address only once a container is on it.
    private const int FreeBind = 15;

    private readonly TcpListener _listener;
    private readonly IPEndPoint _target;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _open = new();
    private readonly Task _accepting;

    public TcpRelay(IPEndPoint address, IPEndPoint target)
    {
        _target = target;
        _listener = new TcpListener(address);
        _listener.Server.SetRawSocketOption((int)SocketOptionLevel.IP, FreeBind, BitConverter.GetBytes(1));
        _listener.Start();
        _accepting = AcceptAsync();
    }

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
            await far.ConnectAsync(_target, _stop.Token);
            await Task.WhenAll(CopyAsync(near, far), CopyAsync(far, near));
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has closed hard; the other sees it by the end of its own connection.
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        await from.GetStream().CopyToAsync(to.GetStream(), _stop.Token);
        to.Client.Shutdown(SocketShutdown.Send);
    }
}
