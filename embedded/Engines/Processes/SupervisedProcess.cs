using System.Diagnostics;

namespace Composerp.Embedded.Processes;

/// <summary>A child process in a group of its own that never outlives this process, however this process ends.</summary>
/// <remarks>
/// On Unix a watchdog holds the read end of a pipe; when this process dies, kill -9 included, the pipe closes and the
/// group is ended (launcher.sh). Signals on parent death would not do: they follow threads and vanish at setuid. On
/// Windows a job object does the same.
/// </remarks>
public sealed class SupervisedProcess : IAsyncDisposable
{
    /// <summary>Between asking and killing, when nobody says otherwise.</summary>
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(10);

    // What the process left behind in its group may hold the streams open; it is being ended meanwhile.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(3);

    // Until a new process runs its own program, it holds every socket of this one open.
    private static readonly ReaderWriterLockSlim Starting = new();

    private readonly ProcessSpec _spec;
    private readonly Process _process;

    private SupervisedProcess(ProcessSpec spec, Process process)
    {
        _spec = spec;
        _process = process;
        Id = process.Id;
        Completion = CompleteAsync();
    }

    /// <summary>Id of the process itself; on Unix the id of its group too.</summary>
    public int Id { get; }

    /// <summary>The exit code, once the process has ended and its output was read; 128 + n for signal n.</summary>
    public Task<int> Completion { get; }

    private bool HasEnded => Completion.IsCompleted || _process.HasExited;

    /// <summary>Starts a process; a command that does not exist ends with code 127 on Unix and throws on Windows.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The working directory does not exist.</exception>
    public static SupervisedProcess Start(ProcessSpec spec)
    {
        Starting.EnterReadLock();

        try
        {
            return new(spec, OperatingSystem.IsWindows() ? WindowsJob.Start(spec) : UnixGroup.Start(spec));
        }
        finally
        {
            Starting.ExitReadLock();
        }
    }

    /// <summary>Does what no process may be started during: closing a socket and binding its port anew.</summary>
    internal static void WhileNoneStarts(Action action)
    {
        Starting.EnterWriteLock();

        try
        {
            action();
        }
        finally
        {
            Starting.ExitWriteLock();
        }
    }

    /// <summary>Asks to stop, waits, then kills the whole group.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (!HasEnded)
        {
            AskToStop();
        }

        try
        {
            await Completion.WaitAsync(grace);
        }
        catch (TimeoutException)
        {
            Kill();
            await Completion;
        }
    }

    /// <summary>kill -9 of the whole group.</summary>
    public void Kill()
    {
        if (HasEnded)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            _process.Kill(entireProcessTree: true);
        }
        else
        {
            UnixGroup.Kill(Id);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(DefaultGrace);
        _process.Dispose();
    }

    private void AskToStop()
    {
        if (OperatingSystem.IsWindows())
        {
            WindowsJob.AskToStop(Id);
        }
        else
        {
            UnixGroup.Signal(Id, _spec.StopSignal);
        }
    }

    private async Task<int> CompleteAsync()
    {
        var drained = Task.WhenAll(
            ReadLinesAsync(_process.StandardOutput, _spec.OnOutputLine),
            ReadLinesAsync(_process.StandardError, _spec.OnErrorLine));
        await _process.WaitForExitAsync();

        // The watchdog now ends what is left of the group.
        _process.StandardInput.Close();
        await Task.WhenAny(drained, Task.Delay(DrainLimit));
        return _process.ExitCode;
    }

    private static async Task ReadLinesAsync(StreamReader reader, Action<string>? onLine)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            onLine?.Invoke(line);
        }
    }
}
