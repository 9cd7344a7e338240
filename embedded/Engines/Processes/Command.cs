using System.Collections.Concurrent;

namespace Composerp.Embedded.Processes;

/// <summary>A command that runs to its end, and what it said.</summary>
/// <param name="Output">Both streams, line by line as they came.</param>
internal sealed record Command(int ExitCode, string Output)
{
    /// <exception cref="System.ComponentModel.Win32Exception">Windows: there is no such command; Unix ends with 127.</exception>
    public static async Task<Command> RunAsync(ProcessSpec spec, CancellationToken token)
    {
        var lines = new ConcurrentQueue<string>();
        await using var process = SupervisedProcess.Start(
            spec with { OnOutputLine = lines.Enqueue, OnErrorLine = lines.Enqueue });
        var exitCode = await process.Completion.WaitAsync(token);
        return new Command(exitCode, string.Join('\n', lines));
    }
}
