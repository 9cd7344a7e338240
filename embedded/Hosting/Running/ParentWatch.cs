using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Composerp.Embedded.Running;

/// <summary>Ends the application when `dotnet run`, which started it, has died without a word.</summary>
/// <remarks>Started any other way, a host may well outlive its parent: a shell that logs out, a service supervisor that forks.</remarks>
internal sealed partial class ParentWatch(IConfiguration configuration, IHostApplicationLifetime application, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);

    private ITimer? _timer;

    public void Begin()
    {
        var isDotnetRun = configuration["DOTNET_LAUNCH_PROFILE"] is not null;

        if (isDotnetRun && !OperatingSystem.IsWindows())
        {
            var parent = GetParentId();
            _timer = time.CreateTimer(_ => StopWithout(parent), null, _period, _period);
        }
    }

    public void Dispose() => _timer?.Dispose();

    // An orphan gets another parent.
    private void StopWithout(int parent)
    {
        if (GetParentId() != parent)
        {
            application.StopApplication();
        }
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetParentId();
}
