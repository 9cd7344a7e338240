using Aspire.Hosting;
using Composerp.Embedded.Processes;
using Microsoft.Extensions.Logging;

namespace Composerp.Embedded.Running;

/// <summary>A port that launch settings demand.</summary>
internal static partial class FixedPort
{
    // What a killed host has left behind gets the watchdog's grace to finish.
    private static readonly TimeSpan _patience = SupervisedProcess.DefaultGrace + TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="DistributedApplicationException">Another program holds the port.</exception>
    public static async Task WaitUntilFreeAsync(int port, string user, ILogger logger, CancellationToken token)
    {
        if (Ports.IsFree(port))
        {
            return;
        }

        LogWaiting(logger, port, user, _patience.TotalSeconds);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(_patience);

        try
        {
            while (!Ports.IsFree(port))
            {
                await Task.Delay(_pause, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new DistributedApplicationException(
                $"Port {port}, where {user} is to listen, is in use by another program. Stop that program, "
                + $"or change the applicationUrl in the Properties/launchSettings.json of {user}.");
        }
    }

    [LoggerMessage(9, LogLevel.Warning, "Port {Port}, where {User} is to listen, is in use; waiting up to {Seconds} s for it.")]
    private static partial void LogWaiting(ILogger logger, int port, string user, double seconds);
}
