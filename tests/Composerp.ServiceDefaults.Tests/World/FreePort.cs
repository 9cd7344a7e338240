using System.Net;
using System.Net.Sockets;

namespace Composerp.ServiceDefaults.Tests.World;

/// <summary>A port for a service that is stopped and started again at the same address.</summary>
internal static class FreePort
{
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
