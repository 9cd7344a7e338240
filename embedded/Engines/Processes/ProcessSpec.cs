namespace Composerp.Embedded.Processes;

/// <summary>What to start.</summary>
public sealed record ProcessSpec(string FileName, IReadOnlyList<string> Arguments)
{
    public string? WorkingDirectory { get; init; }

    /// <summary>Set on top of this process's environment; null removes a variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Linux: run as this user (this process must be root, and util-linux's setpriv must be there).</summary>
    public string? UserName { get; init; }

    /// <summary>What asks the process to end; Windows sends Ctrl-Break for both.</summary>
    public StopSignal StopSignal { get; init; } = StopSignal.Terminate;

    /// <summary>Called for each line of standard output, one call at a time; must not throw.</summary>
    public Action<string>? OnOutputLine { get; init; }

    /// <summary>Called for each line of standard error, one call at a time; must not throw.</summary>
    public Action<string>? OnErrorLine { get; init; }
}

/// <summary>Signals that ask a process to end.</summary>
public enum StopSignal
{
    Terminate,
    Interrupt,
}
