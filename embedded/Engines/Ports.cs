using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Composerp.Embedded;

/// <summary>Ports of this machine.</summary>
internal static class Ports
{
    // Below the ports that systems give to outgoing connections, so that a server finds its port free again after a crash.
    private const int First = 20_000;
    private const int End = 32_000;
    private const int TriesMax = 1_000;

    private static readonly Lock _lock = new();
    private static readonly HashSet<int> _given = [];

    /// <summary>A port that nobody listens on, and that this process has not given away before: who got it may not listen yet.</summary>
    public static int TakeFree()
    {
        lock (_lock)
        {
            for (var tries = 0; tries < TriesMax; tries++)
            {
                var port = RandomNumberGenerator.GetInt32(First, End);

                if (!_given.Contains(port) && IsFree(port))
                {
                    _given.Add(port);

                    return port;
                }
            }
        }

        throw new InvalidOperationException($"No free port was found between {First} and {End}.");
    }

    public static bool IsFree(int port) =>
        CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    private static bool CanListen(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();

            return true;
        }
        catch (SocketException refused)
        {
            // A machine may know of IPv6 and yet have no such address.
            return refused.SocketErrorCode == SocketError.AddressNotAvailable;
        }
    }
}
