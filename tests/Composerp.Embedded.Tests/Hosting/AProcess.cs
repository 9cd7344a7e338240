using System.Diagnostics;
using Composerp.Embedded.Processes;
using Composerp.Tests.Support;

namespace Composerp.Embedded.Tests.Hosting;

/// <summary>A process as ps lists it.</summary>
/// <param name="Group">Id of the process that leads its group.</param>
internal sealed record AProcess(int Id, int Parent, int Group, string Command)
{
    public bool IsWatchdog => Command.Contains("launcher.sh", StringComparison.Ordinal);

    /// <summary>A process, all that it has started, and their watchdogs, which belong to a group but are nobody's children.</summary>
    public static async Task<IReadOnlyList<AProcess>> FamilyAsync(int root)
    {
        var all = await AllAsync();
        var ids = new HashSet<int> { root };

        while (all.Any(process => (ids.Contains(process.Parent) || ids.Contains(process.Group)) && ids.Add(process.Id)))
        {
        }

        return [.. all.Where(process => ids.Contains(process.Id))];
    }

    /// <summary>Those of the processes that run still. An id that was given out again comes with another group.</summary>
    public static async Task<IReadOnlyList<AProcess>> AliveAsync(IEnumerable<AProcess> processes)
    {
        var all = (await AllAsync()).Select(process => (process.Id, process.Group)).ToHashSet();

        return [.. processes.Where(process => all.Contains((process.Id, process.Group)))];
    }

    /// <summary>Waits until none of them runs any longer.</summary>
    public static Task GoneAsync(IReadOnlyList<AProcess> processes, CancellationToken token) => Eventually.HoldsAsync(
        async _ => (await AliveAsync(processes)).Count == 0, $"gone are {string.Join(", ", processes)}", token);

    /// <summary>Gives them the time in which their watchdogs should have ended them, then kills what is left of a test that failed.</summary>
    public static async Task CleanUpAsync(IReadOnlyList<AProcess> processes)
    {
        try
        {
            await GoneAsync(processes, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            var left = string.Join(' ', (await AliveAsync(processes)).Select(process => process.Id));
            await Embedded.Processes.Command.RunAsync(new ProcessSpec("/bin/sh", ["-c", $"kill -s KILL {left}"]), CancellationToken.None);
        }
    }

    public static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }

    // Ended processes that nobody has waited for do not count.
    private static async Task<IReadOnlyList<AProcess>> AllAsync()
    {
        var ps = await Embedded.Processes.Command.RunAsync(
            new ProcessSpec("ps", ["-e", "-o", "pid=,ppid=,pgid=,stat=,args="]), CancellationToken.None);

        return
        [
            .. from line in ps.Output.Split('\n')
               let words = line.Split(' ', 5, StringSplitOptions.RemoveEmptyEntries)
               where words.Length == 5 && !words[3].StartsWith('Z')
               select new AProcess(int.Parse(words[0], null), int.Parse(words[1], null), int.Parse(words[2], null), words[4]),
        ];
    }
}
