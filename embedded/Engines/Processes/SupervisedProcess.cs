namespace Composerp.Embedded.Processes;

/// <summary>What to start.</summary>
public sealed record ProcessSpec(string FileName, IReadOnlyList<string> Arguments)
{
    public string? WorkingDirectory { get; init; }

    /// <summary>Set on top of this process's environment; null removes a variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Unix: run as this user (this process must be root).</summary>
    public string? UserName { get; init; }

    public Action<string>? OnOutputLine { get; init; }

    public Action<string>? OnErrorLine { get; init; }
}

/// <summary>A child process in a group of its own that never outlives this process, however this process ends.</summary>
/// <remarks>A watchdog holds the read end of a pipe; when this process dies, kill -9 included, the pipe closes and the group is ended.</remarks>
public sealed class SupervisedProcess : IAsyncDisposable
{
    public int Id { get; }

    /// <summary>The exit code, once the process has ended.</summary>
    public Task<int> Completion { get; } = Task.FromResult(0);

    public static SupervisedProcess Start(ProcessSpec spec) => throw new NotImplementedException();

    /// <summary>Asks to stop (SIGTERM), waits, then kills the whole group.</summary>
    public Task StopAsync(TimeSpan grace) => throw new NotImplementedException();

    /// <summary>kill -9 of the whole group.</summary>
    public void Kill() => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
