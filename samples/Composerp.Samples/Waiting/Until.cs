using System.Net;
using Composerp.Samples.Api;

namespace Composerp.Samples.Waiting;

/// <summary>Waits for a condition with a limit: what one service did reaches the next one as an event.</summary>
public static class Until
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks until the answer is yes.</summary>
    /// <returns>False if the limit passed first.</returns>
    public static async Task<bool> TrueAsync(Func<Task<bool>> question, TimeSpan limit, CancellationToken token)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(token);
        timeout.CancelAfter(limit);

        while (!await question())
        {
            if (timeout.IsCancellationRequested)
            {
                token.ThrowIfCancellationRequested();

                return false;
            }

            await Task.Delay(_pause, token);
        }

        return true;
    }

    /// <summary>Sends a command again while it is refused for what another service has not heard of yet.</summary>
    /// <exception cref="ApiProblemException">It was still refused when the limit passed.</exception>
    public static async Task AcceptedAsync(Func<Task> command, TimeSpan limit, CancellationToken token)
    {
        ApiProblemException? refusal = null;

        var accepted = await TrueAsync(
            async () =>
            {
                try
                {
                    await command();

                    return true;
                }
                catch (ApiProblemException problem) when (problem.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity)
                {
                    refusal = problem;

                    return false;
                }
            },
            limit, token);

        if (!accepted && refusal is not null)
        {
            throw refusal;
        }
    }
}
