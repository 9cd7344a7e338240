using System.Net;
using System.Net.Sockets;

namespace Composerp.Embedded.Running;

/// <summary>Ports of this machine.</summary>
internal static class Ports
{
    // Below the range from which systems take ports for outgoing connections: those come and go at any moment.
    private const int First = 20_000;
    private const int Last = 32_000;

    private static readonly Lock _lock = new();
    private static readonly HashSet<int> _given = [];

    /// <summary>A port that nobody listens on, and that this process has not given away before.</summary>
    public static int TakeFree()
    {
        lock (_lock)
        {
            while (true)
            {
                var port = System.Security.Cryptography.RandomNumberGenerator.GetInt32(First, Last);

                if (IsFree(port) && _given.Add(port))
                {
                    return port;
                }
            }
        }
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
