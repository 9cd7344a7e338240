using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

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
        var start = new ProcessStartInfo(
            "/bin/sh",
            ["-c", Launcher, "launcher.sh", stopSignal, grace, spec.UserName ?? "", spec.FileName, .. spec.Arguments]);
        return Process.Start(start.With(spec)) ?? throw new UnreachableException();
    }

    public static void Signal(int id, StopSignal signal) =>
        Send(id, signal == StopSignal.Interrupt ? SigInt : SigTerm);

    public static void Kill(int id) => Send(id, SigKill);

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

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int id, int signal);
}
