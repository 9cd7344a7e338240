namespace Composerp.ServiceDefaults.EventLog;

/// <summary>Wakes the relay of this process at once after a commit; without it the relay looks several times a second.</summary>
public sealed class EventSignal : IDisposable
{
    private readonly SemaphoreSlim _wake = new(0, 1);

    public void Wake()
    {
        if (_wake.CurrentCount > 0)
        {
            return;
        }

        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Two callers at once: one wake is enough.
        }
    }

    public void Dispose() => _wake.Dispose();

    internal Task<bool> WaitAsync(TimeSpan longest, CancellationToken token) => _wake.WaitAsync(longest, token);
}
