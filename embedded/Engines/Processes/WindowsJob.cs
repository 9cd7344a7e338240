using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Composerp.Embedded.Processes;

/// <summary>A job object that holds every child; Windows closes it with this process and then ends what is in it.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsJob
{
    private const int ExtendedLimitInformation = 9;
    private const uint KillOnJobClose = 0x2000;
    private const uint CtrlBreakEvent = 1;

    private static readonly SafeFileHandle Job = CreateJob();

    public static Process Start(ProcessSpec spec)
    {
        // Ctrl-Break can be sent to a group only; an ordinary child shares its parent's.
        var start = new ProcessStartInfo(spec.FileName, spec.Arguments) { CreateNewProcessGroup = true }.With(spec);
        var process = Process.Start(start) ?? throw new UnreachableException();
        if (!AssignProcessToJobObject(Job, process.SafeHandle))
        {
            var error = Marshal.GetLastPInvokeErrorMessage();
            process.Kill();
            process.Dispose();
            throw new InvalidOperationException($"{spec.FileName} could not be put under supervision: {error}");
        }

        process.StandardInput.Close();
        return process;
    }

    // Without a console nobody hears this; then StopAsync's grace runs out and the process is killed.
    public static void AskToStop(int id) => _ = GenerateConsoleCtrlEvent(CtrlBreakEvent, (uint)id);

    private static SafeFileHandle CreateJob()
    {
        var job = CreateJobObjectW(0, null);
        var limits = new ExtendedLimits { LimitFlags = KillOnJobClose };
        if (!SetInformationJobObject(job, ExtendedLimitInformation, in limits, Marshal.SizeOf<ExtendedLimits>()))
        {
            throw new InvalidOperationException($"No job object: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        return job;
    }

    [LibraryImport("kernel32", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial SafeFileHandle CreateJobObjectW(nint attributes, string? name);

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetInformationJobObject(
        SafeFileHandle job, int informationClass, in ExtendedLimits limits, int length);

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AssignProcessToJobObject(SafeFileHandle job, SafeProcessHandle process);

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GenerateConsoleCtrlEvent(uint controlEvent, uint processGroupId);

    /// <summary>JOBOBJECT_EXTENDED_LIMIT_INFORMATION with its basic limits written out.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ExtendedLimits
    {
        public long PerProcessUserTimeLimit;
        public long PerJobUserTimeLimit;
        public uint LimitFlags;
        public nuint MinimumWorkingSetSize;
        public nuint MaximumWorkingSetSize;
        public uint ActiveProcessLimit;
        public nuint Affinity;
        public uint PriorityClass;
        public uint SchedulingClass;
        public ulong ReadOperationCount;
        public ulong WriteOperationCount;
        public ulong OtherOperationCount;
        public ulong ReadTransferCount;
        public ulong WriteTransferCount;
        public ulong OtherTransferCount;
        public nuint ProcessMemoryLimit;
        public nuint JobMemoryLimit;
        public nuint PeakProcessMemoryUsed;
        public nuint PeakJobMemoryUsed;
    }
}
