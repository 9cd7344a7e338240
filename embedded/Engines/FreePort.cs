using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Composerp.Embedded;

internal static class FreePort
{
    // Below the ports that systems give to outgoing connections, so that a server finds its port free again after a crash.
    private const int First = 20_000;
    private const int End = 32_000;
    private const int TriesMax = 100;

    /// <summary>A port of 127.0.0.1 on which nobody listened a moment ago.</summary>
    public static int Find()
    {
        for (var tries = 0; tries < TriesMax; tries++)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No free port was found between {First} and {End}.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }
}
