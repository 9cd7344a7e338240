using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Composerp.Embedded.Processes;

/// <summary>A process group under the watch of launcher.sh.</summary>
internal static partial class UnixGroup
{
    // Numbers that are the same on every Unix.
    private const int SigInt = 2;
    private const int SigKill = 9;
    private const int SigTerm = 15;

    private static readonly string Launcher = ReadLauncher();

    public static Process Start(ProcessSpec spec)
    {
        var stopSignal = spec.StopSignal == StopSignal.Interrupt ? "INT" : "TERM";
        var grace = ((int)SupervisedProcess.DefaultGrace.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("/bin/sh", ["-c", Launcher, "launcher.sh", stopSignal, grace, spec.UserName ?? ""]).With(spec);
        foreach (var argument in EnvironmentPastTheShell(start).Append(spec.FileName).Concat(spec.Arguments))
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new UnreachableException();
    }

    public static void Signal(int id, StopSignal signal) =>
        Send(id, signal == StopSignal.Interrupt ? SigInt : SigTerm);

    public static void Kill(int id) => Send(id, SigKill);

    // A shell drops variables that it cannot name itself, such as services__inventory-ledger__http__0.
    private static IEnumerable<string> EnvironmentPastTheShell(ProcessStartInfo start)
    {
        var odd = start.Environment.Where(variable => !ShellName().IsMatch(variable.Key)).Select(variable => $"{variable.Key}={variable.Value}").ToArray();

        return odd.Length == 0 ? [] : ["env", .. odd];
    }

    private static void Send(int id, int signal)
    {
        // In its first milliseconds the process has no group yet.
        if (SendSignal(-id, signal) != 0)
        {
            _ = SendSignal(id, signal);
        }
    }

    private static string ReadLauncher()
    {
        using var stream = typeof(UnixGroup).Assembly.GetManifestResourceStream("launcher.sh")
            ?? throw new UnreachableException();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^[A-Za-z_]\w*$")]
    private static partial Regex ShellName();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int id, int signal);
}
